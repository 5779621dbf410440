/**
 * A table that a check creates: in SQL that every such database understands, with a unique name.
 *
 * @module
 */
import type { DataStructure, DbSchemaInfo, TableRef, Value } from "@fluxwire/wire";
import { execute } from "./execute.ts";
import type { Facts } from "./facts.ts";
import type { HostEnd } from "./host_end.ts";
import { needSql } from "./need_sql.ts";
import { NotApplicable, Violation } from "./violation.ts";

/** A table created by a check. */
export interface OwnTable extends TableRef {
  /** Its database. */
  database: string;
  /** Its schema; null if the database has no schemas. */
  schema: string | null;
  /** Its columns, in order. */
  columns: readonly string[];
  /** Its rows, in the order of their ids. */
  rows: readonly Value[][];
}

const COLUMNS = ["id", "label", "big"];
/** An integer beyond the exact integers of a double, a NULL, a text beyond ASCII and a quote. */
const ROWS: readonly Value[][] = [[1n, "one", 9_007_199_254_740_993n], [2n, "zwölf 🚀", null], [3n, "it's three", -5n]];

/** The cells of a row that every sound driver reads exactly: its id and its label. */
export function plainCells([id, label]: readonly Value[]): Value[] {
  return [id!, label!];
}

/**
 * Creates a table and fills it.
 *
 * @throws {NotApplicable} if the driver runs no SQL, or creates no tables.
 */
export async function makeTable(end: HostEnd, facts: Facts): Promise<OwnTable> {
  await needSql(end, facts);
  const name = `fluxwire_${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;
  const { envelope: { body } } = await end.ask(
    execute(`CREATE TABLE ${name} (id INTEGER PRIMARY KEY, label TEXT, big BIGINT)`),
  );
  if (body.type === "Error") throw new NotApplicable(`it refuses to create a table: ${body.message}`);
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

/** The place of a table, from the driver's own schema. */
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
    throw new Violation(`Expected table ${name} in the driver's schema, found no table of that name`);
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
