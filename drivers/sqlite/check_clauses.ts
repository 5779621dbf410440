/**
 * The CHECK constraints of a table, from the text that created it: SQLite has no other list of them.
 *
 * @module
 */

/** A CHECK constraint. */
export interface CheckClause {
  /** Its name; null without one. */
  name: string | null;
  /** Its condition, without the parentheses around it. */
  condition: string;
}

/** The tokens of SQL that matter for CHECK: quoted texts, quoted names and comments are one token each. */
const PIECES = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[^]*?\*\/|[\w$\u0080-\uffff]+|\S/g;

/** The CHECK constraints in a CREATE TABLE statement, in their order. */
export function checkClauses(sql: string): CheckClause[] {
  const pieces = [...sql.matchAll(PIECES)].filter(([piece]) => !piece.startsWith("--") && !piece.startsWith("/*"));
  const clauses: CheckClause[] = [];
  for (let i = 0; i < pieces.length; i++) {
    if (!isWord(pieces[i], "CHECK") || pieces[i + 1]?.[0] !== "(") continue;
    const end = closing(pieces, i + 1);
    const hasName = isWord(pieces[i - 2], "CONSTRAINT");
    const condition = sql.slice(pieces[i + 1]!.index + 1, pieces[end]?.index ?? sql.length).trim();
    clauses.push({ name: hasName ? unquoted(pieces[i - 1]![0]) : null, condition });
    i = end;
  }
  return clauses;
}

function isWord(piece: RegExpExecArray | undefined, word: string): boolean {
  return piece?.[0].toUpperCase() === word;
}

/** Where the parenthesis that opens at `from` closes. */
function closing(pieces: readonly RegExpExecArray[], from: number): number {
  let depth = 0, at = from;
  for (; at < pieces.length; at++) {
    if (pieces[at]![0] === "(") depth++;
    if (pieces[at]![0] === ")" && --depth === 0) break;
  }
  return at;
}

function unquoted(name: string): string {
  const quote = name[0]!;
  if (quote === "[") return name.slice(1, -1);
  return "\"`'".includes(quote) ? name.slice(1, -1).replaceAll(quote + quote, quote) : name;
}
