/**
 * A table that a check makes for itself: in SQL that every such database understands, with a name that nobody else has.
 *
 * @module
 */
import type { DataStructure, DbSchemaInfo, TableRef, Value } from "@fluxwire/wire";
import { execute } from "./execute.ts";
import type { Facts } from "./facts.ts";
import type { HostEnd } from "./host_end.ts";
import { needSql } from "./need_sql.ts";
import { NotApplicable, Violation } from "./violation.ts";

/** A table of our own. */
export interface OwnTable extends TableRef {
  /** The database that it is in. */
  database: string;
  /** The schema that it is in; null where there is no such thing. */
  schema: string | null;
  /** Its columns, in their order. */
  columns: readonly string[];
  /** Its rows, in the order of their ids. */
  rows: readonly Value[][];
}

const COLUMNS = ["id", "label", "big"];
/** An integer that no double has, a NULL, a text beyond ASCII and a quote. */
const ROWS: readonly Value[][] = [[1n, "one", 9_007_199_254_740_993n], [2n, "zwölf 🚀", null], [3n, "it's three", -5n]];

/**
 * Makes a table and fills it.
 *
 * @throws {NotApplicable} where the driver runs no SQL, or makes no tables.
 */
export async function makeTable(end: HostEnd, facts: Facts): Promise<OwnTable> {
  await needSql(end, facts);
  const name = `fluxwire_${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;
  const { envelope: { body } } = await end.ask(
    execute(`CREATE TABLE ${name} (id INTEGER PRIMARY KEY, label TEXT, big BIGINT)`),
  );
  if (body.type === "Error") throw new NotApplicable(`no table can be made: ${body.message}`);
  facts.leftovers.add(execute(`DROP TABLE ${name}`));
  await end.call(execute(`INSERT INTO ${name} (id, label, big) VALUES ${ROWS.map(rowText).join(", ")}`));
  return { name, columns: COLUMNS, rows: ROWS, ...await placeOf(end, name) };
}

function rowText(row: readonly Value[]): string {
  const cells = row.map((cell) =>
    typeof cell === "string" ? `'${cell.replaceAll("'", "''")}'` : String(cell ?? "NULL")
  );
  return `(${cells.join(", ")})`;
}

/** Where a table is, as the driver's own schema has it. */
async function placeOf(end: HostEnd, name: string): Promise<{ database: string; schema: string | null }> {
  const { envelope: { body } } = await end.ask({ type: "Schema" });
  const structure = body.type === "Schema" ? body.schema.structure : null;
  const database = structure === null ? "" : currentDatabase(structure);
  const found = structure === null ? null : schemaWith(structure, name);
  if (found !== null) return { database, schema: found.schema };
  const { envelope: { body: answer } } = await end.ask({ type: "SchemaForDatabase", database });
  const schema = answer.type === "SchemaForDatabase" ? answer.schema : null;
  const table = schema?.tables.find((table) => table.name === name);
  if (table !== undefined) return { database, schema: table.schema ?? null };
  if (schema !== null || structure !== null) {
    throw new Violation(`Expected table ${name} in the schema that the driver shows, found none of that name`);
  }
  return { database, schema: null };
}

function currentDatabase(structure: DataStructure): string {
  if (structure.type !== "Relational") return "";
  const current = structure.databases.find(({ isCurrent }) => isCurrent)?.name;
  return structure.currentDatabase ?? current ?? structure.databases[0]?.name ?? structure.schemas[0]?.name ?? "";
}

function schemaWith(structure: DataStructure, name: string): { schema: string | null } | null {
  if (structure.type !== "Relational") return null;
  const table = structure.tables.find((table) => table.name === name);
  if (table !== undefined) return { schema: table.schema ?? null };
  const schema = structure.schemas.find((schema: DbSchemaInfo) => schema.tables.some((table) => table.name === name));
  return schema === undefined
    ? null
    : { schema: schema.tables.find((table) => table.name === name)!.schema ?? schema.name };
}
