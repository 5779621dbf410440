/**
 * Values on stdout.
 *
 * @module
 */
import type { Output } from "@fluxwire/command";

/** Writes a result: with `--json` a document, else text as it is, nothing for null, and JSON for all else. */
export function showResult(output: Output, value: unknown): void {
  if (output.isJson) output.json(value);
  else if (value !== null) output.write(`${textOf(value)}\n`);
}

/** Writes one of many values: a line of JSON with `--json`, else as {@link showResult}, with null as a word. */
export function showItem(output: Output, value: unknown): void {
  if (output.isJson) output.json(value);
  else output.write(`${textOf(value)}\n`);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
