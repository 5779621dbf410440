/**
 * Finds the ends of tokens and of simple statements, in linear time.
 *
 * @module
 */

/** White space, semicolons, or a comment. One pattern for all that follow each other runs out of stack in millions. */
const BLANK = /[ \t\n\f\r;\uFEFF]+|--[^\n]*|\/\*[^]*?(?:\*\/|$)/y;

/** Everything up to the next character that begins a quoted token, a comment or a parameter, or ends a statement. */
const PLAIN = /[^'"`[;/$@#:-]+/y;

/** A parameter, with an index in parentheses as in Tcl, in which semicolons and quotes are none. Names may have `$` too. */
const PARAMETER = /(?<![\w$\u0080-\uffff])[$@#:][\w$:\u0080-\uffff]+\([^\s)]*\)?|[$@#:][\w$:\u0080-\uffff]*/y;

const WORD = /[a-z]+/iy;

/** The statements in which a semicolon outside of quotes and comments is the end. */
const SIMPLE = new Set(["INSERT", "REPLACE", "UPDATE", "DELETE"]);

/** The words that may stand before `TRIGGER` in a statement that creates one. */
const BEFORE_TRIGGER = new Set(["EXPLAIN", "QUERY", "PLAN", "CREATE", "TEMP", "TEMPORARY"]);

/** The place after white space, semicolons and comments; node:sqlite crashes on a statement of nothing else. */
export function skipBlank(sql: string, at: number): number {
  for (let end = at;; end = BLANK.lastIndex) {
    BLANK.lastIndex = end;
    if (!BLANK.test(sql)) return end;
  }
}

/**
 * A statement without the white space and semicolons behind it; a pattern would look at each space inside of it again. Other
 * blanks of Unicode, such as a no-break space, belong to names.
 */
export function withoutEnd(sql: string): string {
  let end = sql.length;
  while (end > 0 && "; \t\n\f\r".includes(sql[end - 1]!)) end--;
  return sql.slice(0, end);
}

/** The first word of a statement, in capitals. */
export function firstWord(sql: string, at: number): string {
  WORD.lastIndex = at;
  return WORD.exec(sql)?.[0].toUpperCase() ?? "";
}

/** The end of the quoted token, comment or parameter that begins here, or of one other character. An open one ends with the text. */
export function tokenEnd(sql: string, at: number): number {
  const first = sql[at]!;
  if ("$@#:".includes(first)) {
    PARAMETER.lastIndex = at;
    return PARAMETER.test(sql) ? PARAMETER.lastIndex : at + 1;
  }
  if (first === "[") return after(sql, "]", at + 1);
  if (first === "-" && sql[at + 1] === "-") return after(sql, "\n", at + 2);
  if (first === "/" && sql[at + 1] === "*") return after(sql, "*/", at + 2);
  if (first !== "'" && first !== '"' && first !== "`") return at + 1;
  let end = after(sql, first, at + 1);
  while (sql[end] === first) end = after(sql, first, end + 1);
  return end;
}

/**
 * The statements at this place that a semicolon ends, as far as they are not the last of the text: how many, and where
 * they end.
 *
 * @param length About how long they may be together.
 */
export function simpleStatements(sql: string, at: number, length: number): { count: number; end: number } {
  let end = at, count = 0;
  for (let next = at; next < sql.length && next - at < length;) {
    if (!SIMPLE.has(firstWord(sql, next))) break;
    const semicolon = semicolonFrom(sql, next);
    next = skipBlank(sql, semicolon);
    if (next >= sql.length) break;
    end = next;
    count++;
  }
  return { count, end };
}

/** The end of the statement at this place, with its semicolon; that of a trigger comes after its END. */
export function statementEnd(sql: string, at: number): number {
  let end = semicolonFrom(sql, at);
  if (isTrigger(sql, at)) {
    for (let next = skipBlank(sql, end); next < sql.length; next = skipBlank(sql, end)) {
      end = semicolonFrom(sql, next);
      if (firstWord(sql, next) === "END") break;
    }
  }
  return end + 1;
}

function isTrigger(sql: string, at: number): boolean {
  let next = at, word = firstWord(sql, next);
  while (BEFORE_TRIGGER.has(word)) {
    next = skipBlank(sql, next + word.length);
    word = firstWord(sql, next);
  }
  return word === "TRIGGER";
}

function semicolonFrom(sql: string, from: number): number {
  let at = from;
  while (at < sql.length && sql[at] !== ";") {
    PLAIN.lastIndex = at;
    at = PLAIN.test(sql) ? PLAIN.lastIndex : tokenEnd(sql, at);
  }
  return at;
}

function after(sql: string, mark: string, from: number): number {
  const at = sql.indexOf(mark, from);
  return at === -1 ? sql.length : at + mark.length;
}
