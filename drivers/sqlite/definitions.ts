/**
 * The statements that created the objects of a database, as SQLite keeps them.
 *
 * @module
 */
import { DriverError, type Value } from "@fluxwire/sdk";
import { inlined, name, type Sql, sql } from "@fluxwire/sql";
import type { Cancellable, Database } from "./database.ts";
import { SQLITE } from "./dialect.ts";
import type { SqliteRelation } from "./relation.ts";

/** The statement that created a table or view; null without one, as for SQLite's own tables. */
export async function definitionOf(
  database: Database,
  { schema, name: own }: SqliteRelation,
  context: Cancellable,
): Promise<string | null> {
  const condition = sql`name = ${own} COLLATE NOCASE AND type IN ('table', 'view')`;
  const [statement = null] = await select(database, schema, condition, context);
  return statement;
}

/** The statements that created the indexes or triggers of a table or view; indexes of constraints have none. */
export function partsOf(
  database: Database,
  { schema, name: own }: SqliteRelation,
  type: "index" | "trigger",
  context: Cancellable,
): Promise<string[]> {
  return select(database, schema, sql`tbl_name = ${own} COLLATE NOCASE AND type = ${type}`, context);
}

async function select(database: Database, schema: string, condition: Sql, context: Cancellable): Promise<string[]> {
  const from = name(schema, "sqlite_schema");
  const statement = sql`SELECT sql FROM ${from} WHERE ${condition} AND sql IS NOT NULL ORDER BY name`;
  return (await database.read(inlined(statement, SQLITE), [], context)).rows.map(([text]) => exact(text!));
}

/** @throws {DriverError} `Driver` for a text that is not shown exactly: it must not be run. */
function exact(text: Value): string {
  if (typeof text === "string") return text;
  throw new DriverError("Driver", "Cannot read a definition: the text that SQLite keeps is not valid");
}
