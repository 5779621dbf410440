/**
 * The database: how it differs from standard SQL, how it runs a statement, and what its catalog has. It is SQLite in memory
 * here, by `node:sqlite`, because every Deno has it.
 *
 * @module
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { type Cell, DriverError, float, type QueryResult, type Session } from "@fluxwire/sdk";
import {
  boundValue,
  type CatalogQueries,
  catalogRead,
  commonGenerators,
  definitionGenerators,
  dialect,
  type Parameter,
  queriedCatalog,
  script,
  sql,
  sqlSession,
  statementsOf,
  wholeResults,
} from "@fluxwire/sql";

/** The tables of a new session. */
export const SAMPLE = `
CREATE TABLE planets (name TEXT PRIMARY KEY, moons INTEGER NOT NULL);
CREATE TABLE moons (name TEXT PRIMARY KEY, planet TEXT NOT NULL REFERENCES planets (name));
INSERT INTO planets VALUES ('Mercury', 0), ('Earth', 1), ('Mars', 2);
INSERT INTO moons VALUES ('Moon', 'Earth'), ('Phobos', 'Mars'), ('Deimos', 'Mars');
`;

/** What differs from standard SQL. */
const DIALECT = dialect({ name: "SQLite", placeholder: "?{n}", same: "{column} IS {value}", defaultSchema: "main" });

/** Opens a session on a new database. */
export function openDatabase(setUp: string): Session {
  const database = new DatabaseSync(":memory:");
  database.exec(setUp);
  const state = { dialect: DIALECT, isInTransaction: () => database.isTransaction };
  const run = wholeResults({ ...state, ask: (text, values, { isScript }) => ask(database, text, values, isScript) });
  const read = catalogRead(run, DIALECT);
  const definitions = definitionGenerators(DIALECT, async (target) => {
    const statement = sql`SELECT sql FROM sqlite_schema WHERE name = ${target.relation.name}`;
    return script(await statementsOf(read, target, [statement]));
  });
  const generators = [...commonGenerators(DIALECT), ...definitions];
  const session = sqlSession({ ...state, run, catalog: queriedCatalog(read, CATALOG), generators });
  return { ...session, close: () => database.close() };
}

/**
 * Runs one statement, or the statements of a script in their order. `node:sqlite` cannot interrupt a statement, and copies
 * the rest of a script for each: a driver for daily use would run such a library in a process of its own, by
 * `@fluxwire/sdk/process`, and give it a part of a long script.
 */
function ask(database: DatabaseSync, text: string, parameters: readonly Parameter[], isScript: boolean): QueryResult {
  const values = parameters.map(({ value }, i) => {
    const bound = boundValue(value, i + 1, DIALECT);
    // node:sqlite stores such a text whole, and reads it only up to there.
    if (typeof bound === "string" && bound.includes("\0")) {
      throw new DriverError("InvalidRequest", `Cannot bind parameter ${i + 1}: its text has a NUL character`);
    }
    return typeof bound === "boolean" ? BigInt(bound) : bound;
  });
  let result: QueryResult = { affectedRows: 0 }, rest = text.replace(BLANK, "");
  while (rest !== "") {
    const statement = database.prepare(rest);
    result = resultOf(statement, values);
    // What the driver runs for itself is one statement, whatever follows it.
    if (!isScript) break;
    rest = rest.slice(statement.sourceSQL.length).replace(BLANK, "");
  }
  return result;
}

/** What stands before a statement and does nothing: node:sqlite cannot prepare it alone. */
const BLANK = /^(?:[\s;]+|--[^\n]*|\/\*[^]*?(?:\*\/|$))+/;

function resultOf(statement: StatementSync, values: readonly SQLInputValue[]): QueryResult {
  const columns = statement.columns().map(({ name }) => name);
  if (columns.length === 0) return { affectedRows: statement.run(...values).changes };
  statement.setReadBigInts(true);
  // Arrays: columns may have equal names. Deno has this method, its types do not.
  (statement as unknown as { setReturnArrays(isOn: boolean): void }).setReturnArrays(true);
  const rows = statement.all(...values) as unknown as unknown[][];
  return { columns, rows: rows.map((row) => row.map(cellOf)) };
}

/** A number of SQLite is a real one, as integers are read as bigints: the SDK would send a whole one as an integer. */
function cellOf(value: unknown): Cell {
  return typeof value === "number" ? float(value) : value as Cell;
}

/**
 * The statements that read the catalog. Foreign keys, indexes and constraints are left out: DBFlux shows empty folders. In
 * `temp`, no view of a database's owner hides a function of SQLite.
 */
const CATALOG: CatalogQueries = {
  // Schema, name, whether it is a view.
  relation: ({ name, schema }) =>
    sql`SELECT 'main', name, type = 'view' FROM sqlite_schema
      WHERE type IN ('table', 'view') AND name = ${name} COLLATE NOCASE AND coalesce(${
      schema ?? null
    }, 'main') = 'main'`,
  // Name, type, whether it may be NULL, whether in the primary key, default, whether it can be written.
  columns: ({ name }) =>
    sql`SELECT name, type, "notnull" = 0, pk <> 0, dflt_value, hidden = 0
      FROM temp.pragma_table_xinfo(${name}) ORDER BY cid`,
  // Schema, table or view, whether it is a view.
  schemas: (database) =>
    sql`SELECT d.name, s.name, s.type = 'view' FROM temp.pragma_database_list d
      LEFT JOIN sqlite_schema s ON s.type IN ('table', 'view')
      WHERE d.name = 'main' AND coalesce(${database}, 'main') = 'main' ORDER BY s.name`,
  // Name, whether it is the current one.
  databases: () => sql`SELECT 'main', true`,
};
