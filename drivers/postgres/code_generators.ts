/**
 * Generated statements.
 *
 * @module
 */
import { type CodeGeneratorInfo, type CodeGenScope, type ColumnInfo, DriverError } from "@fluxwire/sdk";
import { columnsOf, DEFAULT } from "./columns.ts";
import type { Relation } from "./relation.ts";
import type { ServerConnection } from "./server_connection.ts";
import { join, name, type Sql, sql } from "./sql.ts";

/** The table or view of a generator. */
interface Target {
  connection: ServerConnection;
  relation: Relation;
  signal: AbortSignal;
}

/** A generator. */
interface Generator {
  label: string;
  scope: CodeGenScope;
  destructive?: boolean;
  generate(target: Target): Promise<string> | string;
}

/** The generators by their ids, in the order of the menu. */
const GENERATORS: Readonly<Record<string, Generator>> = {
  select: { label: "SELECT", scope: "TableOrView", generate: select },
  insert: { label: "INSERT", scope: "Table", generate: insert },
  update: { label: "UPDATE", scope: "Table", generate: update },
  delete: { label: "DELETE", scope: "Table", destructive: true, generate: remove },
  create_table: { label: "CREATE TABLE", scope: "Table", generate: createTable },
  create_view: { label: "CREATE VIEW", scope: "View", generate: createView },
  truncate_table: { label: "TRUNCATE TABLE", scope: "Table", destructive: true, generate: truncate },
  drop_table: { label: "DROP TABLE", scope: "Table", destructive: true, generate: dropTable },
  drop_view: { label: "DROP VIEW", scope: "View", destructive: true, generate: dropView },
};

/** The entries of the menu. */
export const CODE_GENERATORS: readonly CodeGeneratorInfo[] = Object.entries(GENERATORS).map(
  ([id, { label, scope, destructive = false }], order) => ({ id, label, scope, order, destructive }),
);

/**
 * The statement that a generator makes for a table or view.
 *
 * @throws {DriverError} `InvalidRequest` for an unknown generator, or one for another kind of relation.
 */
export async function generate(id: string, target: Target): Promise<string> {
  const generator = Object.hasOwn(GENERATORS, id) ? GENERATORS[id] : undefined;
  if (generator === undefined) {
    const known = Object.keys(GENERATORS).join(", ");
    throw new DriverError("InvalidRequest", `Cannot generate code: no generator ${id}; there are ${known}`);
  }
  const { scope } = generator;
  if (scope !== "TableOrView" && target.relation.isView !== (scope === "View")) {
    const { name: own, isView } = target.relation;
    throw new DriverError(
      "InvalidRequest",
      `Cannot generate ${generator.label}: ${own} is a ${isView ? "view" : "table"}`,
    );
  }
  return await generator.generate(target);
}

async function select(target: Target): Promise<string> {
  const columns = await columnsOf(target.connection, target.relation, target.signal);
  return `SELECT ${list(columns)}\nFROM ${target.relation.sql.text}\nLIMIT 100;`;
}

async function insert(target: Target): Promise<string> {
  const all = await columnsOf(target.connection, target.relation, target.signal);
  const columns = all.filter(isWritable);
  const values = columns.map((column, i) => `$${i + 1} /* ${column.typeName} */`).join(", ");
  return `INSERT INTO ${target.relation.sql.text} (${list(columns)})\nVALUES (${values});`;
}

async function update(target: Target): Promise<string> {
  const columns = await columnsOf(target.connection, target.relation, target.signal);
  const changed = columns.filter((column) => !column.isPrimaryKey && isWritable(column));
  const set = changed.map((column, i) => `${name(column.name).text} = $${i + 1}`).join(",\n    ");
  return `UPDATE ${target.relation.sql.text}\nSET ${set}\nWHERE ${keys(columns, changed.length)};`;
}

async function remove(target: Target): Promise<string> {
  const columns = await columnsOf(target.connection, target.relation, target.signal);
  return `DELETE FROM ${target.relation.sql.text}\nWHERE ${keys(columns, 0)};`;
}

function truncate({ relation }: Target): string {
  return `TRUNCATE TABLE ${relation.sql.text};`;
}

function dropTable({ relation }: Target): string {
  return `DROP TABLE ${relation.sql.text};`;
}

async function dropView(target: Target): Promise<string> {
  return `DROP ${await viewKind(target)} ${target.relation.sql.text};`;
}

async function createView(target: Target): Promise<string> {
  const { connection, relation, signal } = target;
  const [row] = await connection.rows(sql`SELECT pg_catalog.pg_get_viewdef(${relation.id}::oid, true)`, signal);
  return `CREATE ${await viewKind(target)} ${relation.sql.text} AS\n${row![0]!}`;
}

/** The statements for a table with its constraints, then its indexes and triggers, as the server writes them. */
async function createTable({ connection, relation, signal }: Target): Promise<string> {
  const of = (statement: Sql) => connection.rows(statement, signal).then((rows) => rows.map(([text]) => text!));
  const columns = await of(sql`SELECT pg_catalog.quote_ident(a.attname) || ' '
      || pg_catalog.format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
      || coalesce(CASE WHEN a.attidentity = '' AND a.attgenerated = '' THEN ' DEFAULT ' ELSE ' ' END || ${DEFAULT}, '')
    FROM pg_catalog.pg_attribute a
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = ${relation.id} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`);
  const constraints = await of(sql`SELECT 'CONSTRAINT ' || pg_catalog.quote_ident(conname) || ' '
      || pg_catalog.pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint
    WHERE conrelid = ${relation.id} AND contype IN ('p', 'u', 'c', 'f', 'x') ORDER BY contype <> 'p', conname`);
  const after = await of(sql`SELECT pg_catalog.pg_get_indexdef(indexrelid) FROM pg_catalog.pg_index
      WHERE indrelid = ${relation.id} AND NOT EXISTS
        (SELECT FROM pg_catalog.pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
    UNION ALL SELECT pg_catalog.pg_get_triggerdef(oid) FROM pg_catalog.pg_trigger
      WHERE tgrelid = ${relation.id} AND NOT tgisinternal`);
  const [partition] = await of(sql`SELECT pg_catalog.pg_get_partkeydef(${relation.id}::oid)`);
  const by = partition == null ? "" : ` PARTITION BY ${partition}`;
  const table = `CREATE TABLE ${relation.sql.text} (\n    ${[...columns, ...constraints].join(",\n    ")}\n)${by}`;
  return [table, ...after].map((statement) => `${statement};`).join("\n");
}

async function viewKind({ connection, relation, signal }: Target): Promise<string> {
  const [row] = await connection.rows(sql`SELECT relkind FROM pg_catalog.pg_class WHERE oid = ${relation.id}`, signal);
  return row![0] === "m" ? "MATERIALIZED VIEW" : "VIEW";
}

function isWritable({ defaultValue }: ColumnInfo): boolean {
  return defaultValue?.startsWith("GENERATED ALWAYS") !== true;
}

function list(columns: readonly ColumnInfo[]): string {
  return join(columns.map((column) => name(column.name)), ", ").text;
}

/** A condition for one row: by the key, or by all columns without a key. */
function keys(columns: readonly ColumnInfo[], before: number): string {
  const key = columns.filter((column) => column.isPrimaryKey);
  const chosen = key.length > 0 ? key : columns;
  return chosen.map((column, i) => `${name(column.name).text} = $${before + i + 1}`).join(" AND ");
}
