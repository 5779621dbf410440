/**
 * The forms in which a value is shown whole.
 *
 * @module
 */

import { counted } from "../list/counted.ts";

/** The most bytes that are shown. */
export const MAX_BYTES = 65_536;

/** Bytes as lines of sixteen: the offset, the bytes, and their ASCII; those beyond a number are counted. */
export function hexLines(bytes: Uint8Array, max: number = MAX_BYTES): string {
  const lines: string[] = [];
  for (let at = 0; at < Math.min(bytes.length, max); at += 16) {
    const part = bytes.subarray(at, at + 16),
      hex = [...part].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const ascii = [...part].map((byte) => byte > 31 && byte < 127 ? String.fromCharCode(byte) : "·").join("");
    lines.push(`${at.toString(16).padStart(6, "0")}  ${hex.padEnd(47)}  ${ascii}`);
  }
  if (bytes.length > max) lines.push(counted(bytes.length - max, "more byte"));
  return lines.join("\n");
}

/**
 * JSON text with its members on lines of their own. Only blanks change: numbers keep their digits, and a text that is no
 * JSON stays readable.
 */
export function indented(json: string): string {
  let depth = 0, text = "";
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\[^])*"?|\{\s*\}|\[\s*\]|[[\]{},:]|[^\s[\]{},:"]+/g)) {
    if (token === "{" || token === "[") text += `${token}\n${"  ".repeat(++depth)}`;
    else if (token === "}" || token === "]") text += `\n${"  ".repeat(depth = Math.max(depth - 1, 0))}${token}`;
    else if (token === ",") text += `,\n${"  ".repeat(depth)}`;
    else if (token === ":") text += ": ";
    else text += /^[[{]/.test(token) ? `${token[0]}${token.at(-1)}` : token;
  }
  return text;
}
