/**
 * Arrays and documents as JSON text, whose integers keep all their digits.
 *
 * @module
 */
import type { Value } from "@fluxwire/wire";

/**
 * The text.
 *
 * @param limit After how many characters it may end early: cells show only its beginning.
 */
export function jsonText(value: Value, limit: number): string {
  const parts: string[] = [];
  write(value, { parts, left: limit });
  return parts.join("");
}

interface Sink {
  readonly parts: string[];
  left: number;
}

function write(value: Value, sink: Sink): void {
  if (sink.left <= 0) return;
  if (Array.isArray(value)) return writeAll("[", value.entries(), "]", sink, (_, item) => write(item, sink));
  if (value instanceof Map) {
    return writeAll("{", value.entries(), "}", sink, (name, item) => {
      put(`${JSON.stringify(name)}:`, sink);
      write(item, sink);
    });
  }
  put(textOf(value), sink);
}

function writeAll<K>(
  start: string,
  entries: Iterable<[K, Value]>,
  end: string,
  sink: Sink,
  each: (name: K, item: Value) => void,
): void {
  put(start, sink);
  let isFirst = true;
  for (const [name, item] of entries) {
    if (sink.left <= 0) return;
    if (!isFirst) put(",", sink);
    isFirst = false;
    each(name, item);
  }
  put(end, sink);
}

function put(text: string, sink: Sink): void {
  sink.parts.push(text);
  sink.left -= text.length;
}

function textOf(value: Exclude<Value, Value[] | Map<string, Value>>): string {
  if (value === null || typeof value !== "object") return scalar(value);
  if (value instanceof Uint8Array) return `"0x${value.toHex()}"`;
  if (!("value" in value)) return "null";
  return value.type === "Json" || value.type === "Decimal" ? value.value : JSON.stringify(value.value);
}

function scalar(value: null | boolean | number | bigint | string): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "number" && !Number.isFinite(value) ? `"${value}"` : String(value);
}
