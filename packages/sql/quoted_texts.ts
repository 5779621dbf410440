/**
 * The texts in quotes in a statement.
 *
 * @module
 */

/** Comments, quoted names, and texts in quotes or between dollars. One that is open ends with the statement: so none is read twice. */
const QUOTED =
  /--[^\n]*|\/\*[^]*?(?:\*\/|$)|"[^"]*(?:"|$)|'((?:[^']+|'')*)(?:'|$)|(?<![\w$])\$((?:[A-Za-z_]\w*)?)\$([^]*?)(?:\$\2\$|$)/g;

/** The texts in quotes or between dollars, as PostgreSQL and DuckDB read them; those in comments and names are none. */
export function quotedTexts(statement: string): string[] {
  return [...statement.matchAll(QUOTED)].flatMap(([, quoted, , between]) =>
    quoted === undefined ? between ?? [] : quoted.replaceAll("''", "'")
  );
}
