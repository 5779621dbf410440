/**
 * The statements that created the objects of a database, as SQLite keeps them.
 *
 * @module
 */
import type { Context, TableRef } from "@fluxwire/sdk";
import type { Database } from "./database.ts";
import { MAIN, quoted } from "./identifier.ts";
import { text } from "./rows.ts";

/** The statement that created a table or view; null without one. */
export async function definitionOf(
  database: Database,
  table: TableRef,
  context: Pick<Context, "signal">,
): Promise<string | null> {
  const sql = `SELECT sql FROM ${schemaTable(table)} WHERE name = ?1 COLLATE NOCASE AND type IN ('table', 'view')`;
  return text((await database.read(sql, [table.name], context)).rows[0]?.[0]);
}

/** The statements that created the indexes or triggers of a table or view; indexes of constraints have none. */
export async function partsOf(
  database: Database,
  table: TableRef,
  type: "index" | "trigger",
  context: Pick<Context, "signal">,
): Promise<string[]> {
  const condition = "tbl_name = ?1 COLLATE NOCASE AND type = ?2 AND sql IS NOT NULL";
  const sql = `SELECT sql FROM ${schemaTable(table)} WHERE ${condition} ORDER BY name`;
  return (await database.read(sql, [table.name, type], context)).rows.map(([one]) => String(one));
}

function schemaTable({ schema }: TableRef): string {
  return `${quoted(schema || MAIN)}.sqlite_schema`;
}
