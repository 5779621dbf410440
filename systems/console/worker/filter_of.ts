/**
 * The words of a filter for a field of a frame.
 *
 * @module
 */
import { parsePath } from "./field_path.ts";

/** The longest text that a filter is made of, in characters. */
const MAX_TEXT = 500;

/** The filter for frames with the same value in a field; null for what cannot be compared. */
export function filterOf(
  path: string,
  type: string,
  value: null | boolean | number | bigint | string | Uint8Array,
): string | null {
  if (path === "body") return `type=${value}`;
  if (path === "requestId") return `request=${value}`;
  if (parsePath(path) === null || type === "key" || type === "variant of Value" || value === null) return null;
  if (type === "option tag") return value === true ? `!${path}=null` : `${path}=null`;
  if (type === "count") return `${path}.length=${value}`;
  const text = value instanceof Uint8Array ? value.toBase64() : String(value);
  if (text === "" || text.length > MAX_TEXT) return null;
  return `${path}=${/[\s"]/.test(text) ? JSON.stringify(text) : text}`;
}
