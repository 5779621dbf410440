/** What model storage needs of a driver, and how it is seen whether the driver has it. */
import type { DriverMetadata, PlaceholderStyle } from "@fluxwire/wire";
import { StorageError } from "../../roles.ts";
import { isPassing } from "../failure.ts";
import { integerIn, type SqlSession } from "./sql_session.ts";

/** A text with what databases change: case, accents, several bytes a character, signs, spaces, a length of 96 KiB. */
const TEXT = `Straße "O'Hara" \\ %_ \u{10000}\ufffd\u2028 e\u0301\u00e9 \t\n ${"é".repeat(48 * 1_024)} `;

/**
 * How the driver writes parameters, from what it says of itself.
 *
 * @throws {StorageError} `unimplemented` with all that it says it lacks, and the remedy.
 */
export function styleOf(driver: string, metadata: DriverMetadata): PlaceholderStyle {
  const { queryLanguage, transactions, mutation, ddl, syntax } = metadata;
  const missing = [
    ...queryLanguage.type === "Sql" ? [] : [`statements of SQL (its language is ${queryLanguage.type})`],
    ...transactions?.supportsTransactions === false ? ["transactions"] : [],
    ...mutation?.supportsInsert === false ? ["inserting rows"] : [],
    ...mutation?.supportsUpdate === false ? ["updating rows"] : [],
    ...mutation?.supportsDelete === false ? ["deleting rows"] : [],
    ...ddl?.supportsCreateTable === false ? ["creating tables"] : [],
  ];
  if (missing.length > 0) throw lacks(driver, missing.join(", "));
  return syntax?.placeholderStyle ?? "QuestionMark";
}

/**
 * Tries what model storage relies on, in a transaction that is undone. Drivers that say too much of themselves are found
 * here, and not by wrong content later.
 *
 * @throws {StorageError} `unimplemented` with the first thing that is not as it must be.
 */
export async function tryNeeds(driver: string, sql: SqlSession, prefix: string): Promise<void> {
  const table = `${prefix}trial`;
  // A start that was interrupted may have left it.
  await attempt(driver, "DROP TABLE IF EXISTS", () => sql.write(`DROP TABLE IF EXISTS ${table}`));
  await attempt(driver, "CREATE TABLE", () => sql.write(`CREATE TABLE ${table} (n BIGINT, t TEXT, v VARCHAR(64))`));
  await attempt(driver, "transactions that start with BEGIN", () => sql.write("BEGIN"));
  const rows = [[Number.MAX_SAFE_INTEGER, TEXT, "a"], [-1, "", "A"], [0, null, "b"]];
  await attempt(driver, "parameters, or INSERT of several rows", () => sql.insert(table, ["n", "t", "v"], rows));
  const read = await sql.rows(`SELECT n, t FROM ${table} WHERE v = ?`, ["a"]);
  if (read.length !== 1) throw lacks(driver, "texts whose case counts: give it a database with a binary collation");
  const [n, t] = read[0]!;
  if (integerIn(n) !== Number.MAX_SAFE_INTEGER) throw lacks(driver, "exact integers of 64 bits");
  if (t !== TEXT) throw lacks(driver, "long texts with all of Unicode: give it a database with the encoding UTF-8");
  const limited = await sql.rows(`SELECT n FROM ${table} ORDER BY n DESC`, [], 2);
  if (limited.length !== 2) throw lacks(driver, "the limit of a statement");
  const changed = await sql.write(`UPDATE ${table} SET n = ? WHERE v = ?`, [1, "b"]);
  const unchanged = await sql.write(`UPDATE ${table} SET n = ? WHERE v = ?`, [1, "none"]);
  if (changed !== 1 || unchanged !== 0) throw lacks(driver, "the number of rows that a statement changed");
  await attempt(driver, "transactions that end with ROLLBACK", () => sql.write("ROLLBACK"));
  const left = await sql.rows(`SELECT n FROM ${table}`);
  if (left.length > 0) throw lacks(driver, "transactions: what ROLLBACK must undo is still there");
  await sql.write(`DROP TABLE ${table}`);
}

/** Runs a step whose failure means that the driver lacks something. */
async function attempt(driver: string, what: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (isPassing(error)) throw error;
    throw lacks(driver, `${what} (${error instanceof Error ? error.message : String(error)})`, error);
  }
}

function lacks(driver: string, what: string, cause?: unknown): StorageError {
  return new StorageError(
    "unimplemented",
    `The driver ${driver} cannot keep models, it lacks ${what}: use a driver of an SQL database with transactions, such as ` +
      "those of SQLite, PostgreSQL and DuckDB",
    { cause },
  );
}
