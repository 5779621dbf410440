/**
 * The CHECK constraints of a table, from the text that created it: SQLite has no other list of them.
 *
 * @module
 */
import { skipBlank, tokenEnd } from "./child/sql_text.ts";

/** A CHECK constraint. */
export interface CheckClause {
  /** Its name; null without one. */
  name: string | null;
  /** Its condition, without the parentheses around it. */
  condition: string;
}

/** A token of the text: a word, a quoted name or text, or one character. */
interface Piece {
  text: string;
  index: number;
}

const WORD = /[\w$\u0080-\uffff]+/y;

/** The CHECK constraints in a CREATE TABLE statement, in their order. */
export function checkClauses(sql: string): CheckClause[] {
  const pieces = piecesOf(sql), clauses: CheckClause[] = [];
  for (let i = 0; i < pieces.length; i++) {
    if (!isWord(pieces[i], "CHECK") || pieces[i + 1]?.text !== "(") continue;
    const end = closing(pieces, i + 1);
    const hasName = isWord(pieces[i - 2], "CONSTRAINT");
    const condition = sql.slice(pieces[i + 1]!.index + 1, pieces[end]?.index ?? sql.length).trim();
    clauses.push({ name: hasName ? unquoted(pieces[i - 1]!.text) : null, condition });
    i = end;
  }
  return clauses;
}

/** The tokens without blanks and comments. */
function piecesOf(sql: string): Piece[] {
  const pieces: Piece[] = [];
  for (let index = skipBlank(sql, 0); index < sql.length; index = skipBlank(sql, index)) {
    WORD.lastIndex = index;
    const end = WORD.test(sql) ? WORD.lastIndex : tokenEnd(sql, index);
    pieces.push({ text: sql.slice(index, end), index });
    index = end;
  }
  return pieces;
}

function isWord(piece: Piece | undefined, word: string): boolean {
  return piece?.text.toUpperCase() === word;
}

/** Where the parenthesis that opens at `from` closes. */
function closing(pieces: readonly Piece[], from: number): number {
  let depth = 0, at = from;
  for (; at < pieces.length; at++) {
    if (pieces[at]!.text === "(") depth++;
    if (pieces[at]!.text === ")" && --depth === 0) break;
  }
  return at;
}

function unquoted(name: string): string {
  const quote = name[0]!;
  if (quote === "[") return name.slice(1, -1);
  return "\"`'".includes(quote) ? name.slice(1, -1).replaceAll(quote + quote, quote) : name;
}
