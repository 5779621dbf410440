/**
 * Cells as text.
 *
 * @module
 */
import { escapeControls } from "@fluxwire/transport/internal";
import type { NullValue, Value } from "@fluxwire/wire";
import { toPlain } from "./plain_json.ts";

/** The text of a cell without a value. A text that reads the same is quoted. */
const NULL_TEXT = "NULL";

/** Texts that would read as {@link NULL_TEXT}, or as one that was quoted. */
const LIKE_NULL = /^"*NULL"*$/;

/** A value as one line of text, whole, safe for a terminal. */
export function cellText(value: Value): string {
  if (isNull(value)) return NULL_TEXT;
  const text = escapeControls(rawText(value));
  return typeof value === "string" && LIKE_NULL.test(text) ? `"${text}"` : text;
}

/** A value as text, whole and as it is; empty for null. Bytes are hexadecimal, arrays and documents JSON. */
export function rawText(value: Value): string {
  if (isNull(value)) return "";
  if (value instanceof Uint8Array) return `0x${value.toHex()}`;
  if (typeof value === "object" && "value" in value) return value.value;
  return typeof value === "object" ? JSON.stringify(toPlain(value)) : String(value);
}

/** Whether a cell has no value. */
export function isNull(value: Value): value is null | NullValue {
  return value === null || (typeof value === "object" && "type" in value && value.type === "Null");
}

/** Whether a value is a number, or null, which may stand among numbers. */
export function isNumeric(value: Value): boolean {
  if (isNull(value) || typeof value === "bigint" || typeof value === "number") return true;
  return typeof value === "object" && value !== null && "type" in value && value.type === "Decimal";
}
