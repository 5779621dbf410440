/**
 * What a text begins with.
 *
 * @module
 */

/** Blanks, statements of nothing, and comments before the first word. */
const BLANK = /[\s;]+|--[^\n\r]*|\/\*/y;

/** The first word or sign of a text behind blanks, semicolons and comments, which may hold others, in upper case. */
export function firstWord(text: string): string {
  let at = 0;
  for (let blank = blankAt(text, at); blank > 0; blank = blankAt(text, at)) at += blank;
  return (/[\w$]+|[^]?/y.exec(text.slice(at, at + 32))?.[0] ?? "").toUpperCase();
}

/** The length of the blank or comment at a place; 0 without one. A comment in brackets ends with those in it. */
function blankAt(text: string, at: number): number {
  BLANK.lastIndex = at;
  const found = BLANK.exec(text)?.[0] ?? "";
  if (found !== "/*") return found.length;
  const bracket = /\/\*|\*\//g;
  bracket.lastIndex = at;
  let depth = 0;
  do depth += bracket.exec(text)?.[0] === "/*" ? 1 : -1; while (depth > 0 && bracket.lastIndex > 0);
  return (bracket.lastIndex || text.length) - at;
}
