/**
 * What a text begins with.
 *
 * @module
 */

/** Blanks and comments before the first word. A comment in brackets is followed to its first end. */
const BLANK = /\s+|--[^\n]*|\/\*/y;

/** The first word or sign of a text behind blanks and comments, in upper case. */
export function firstWord(text: string): string {
  let at = 0;
  for (let blank = blankAt(text, at); blank > 0; blank = blankAt(text, at)) at += blank;
  return (/[\w$]+|[^]?/y.exec(text.slice(at, at + 32))?.[0] ?? "").toUpperCase();
}

/** The length of the blank or comment at a place; 0 without one. */
function blankAt(text: string, at: number): number {
  BLANK.lastIndex = at;
  const found = BLANK.exec(text)?.[0] ?? "";
  if (found !== "/*") return found.length;
  const end = text.indexOf("*/", at + 2);
  return (end < 0 ? text.length : end + 2) - at;
}
