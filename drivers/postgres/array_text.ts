/**
 * Reads arrays from the server's text.
 *
 * @module
 */
import type { Value } from "@fluxwire/sdk";
import type { Reader } from "./text_cell.ts";

/**
 * Reads arrays of one element type, nested to any depth.
 *
 * An array whose bounds do not start at 1 stays text: a list cannot express where it starts.
 *
 * @param element Reads an element.
 * @param delimiter The separator of elements: a comma, except for boxes.
 */
export function arrayReader(element: Reader, delimiter: string): Reader {
  const plain = new RegExp(`[^}${RegExp.escape(delimiter)}]*`, "y");
  return (text) => {
    if (!text.startsWith("{")) return text;
    const all: Value[] = [], open: Value[][] = [all];
    for (let at = 0; at < text.length;) {
      const list = open.at(-1)!, sign = text[at];
      if (sign === "{") open.push([]);
      if (sign === "}") open.at(-2)!.push(open.pop()!);
      if (sign === "{" || sign === "}" || sign === delimiter) {
        at++;
        continue;
      }
      const found = sign === '"' ? null : matchAt(plain, text, at);
      const [quoted, end] = found === null ? quotedAt(text, at + 1) : [found, at + found.length];
      list.push(found === "NULL" ? null : element(quoted));
      at = end;
    }
    return all[0]!;
  };
}

/** The text in quotes whose inside begins here, and the place behind it. A backslash stands before any character. */
function quotedAt(text: string, from: number): [text: string, end: number] {
  const parts: string[] = [];
  let at = from;
  for (; at < text.length && text[at] !== '"'; at += parts.at(-1)!.length) {
    if (text[at] === "\\") parts.push(text[++at]!);
    else parts.push(matchAt(/[^"\\]+/y, text, at));
  }
  return [parts.join(""), at + 1];
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)![0];
}
