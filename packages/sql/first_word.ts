/**
 * What a text begins with.
 *
 * @module
 */

/** Blanks, comments and empty statements before the first word. A comment in brackets is followed to its own end. */
const BLANK = /[\s;]+|--[^\n\r]*|\/\*/y;

/** The signs that begin and end comments in brackets. */
const BRACKET = /\/\*|\*\//g;

/**
 * The first word or sign of a text behind blanks, comments and empty statements, in upper case. Comments may be in comments,
 * as PostgreSQL and DuckDB read them.
 */
export function firstWord(text: string): string {
  let at = 0;
  for (let blank = blankAt(text, at); blank > 0; blank = blankAt(text, at)) at += blank;
  return (/[\w$]+|[^]?/y.exec(text.slice(at, at + 32))?.[0] ?? "").toUpperCase();
}

/** The length of the blanks or the comment at a place; 0 without them. */
function blankAt(text: string, at: number): number {
  BLANK.lastIndex = at;
  const found = BLANK.exec(text)?.[0] ?? "";
  if (found !== "/*") return found.length;
  BRACKET.lastIndex = at;
  let depth = 0;
  for (let sign = BRACKET.exec(text); sign !== null; sign = BRACKET.exec(text)) {
    depth += sign[0] === "/*" ? 1 : -1;
    if (depth === 0) return BRACKET.lastIndex - at;
  }
  return text.length - at;
}
