/**
 * Runs statements of the mini-SQL.
 *
 * @module
 */
import type { ColumnKind, QueryRequestDto, Value } from "@fluxwire/wire";
import { DriverError, type QueryResult } from "@fluxwire/sdk";
import type { Surroundings } from "./functions.ts";
import { parseStatement } from "./parse.ts";
import { deleteRows, insertRows, updateRows } from "./rows.ts";
import { pickRows, runSelect, tableOrView, toResult } from "./select.ts";
import { nameText, orderText, whereText } from "./sql_text.ts";
import type { Select, Statement } from "./statement.ts";
import type { Store, Table } from "./store.ts";

/** How hosts treat the values of new columns, by type. */
const KINDS: Readonly<Record<string, ColumnKind>> = {
  INTEGER: "Integer",
  BIGINT: "Integer",
  REAL: "Float",
  TEXT: "Text",
  TIMESTAMP: "Timestamp",
};

/** Runs a statement; the request's limit and offset apply to its rows. */
export async function runStatement(request: QueryRequestDto, around: Surroundings): Promise<QueryResult> {
  const result = await run(request, around);
  if (request.limit == null && request.offset == null) return result;
  const offset = request.offset ?? 0;
  const rows = [...result.rows as Iterable<Value[]> ?? []];
  return { ...result, rows: rows.slice(offset, request.limit == null ? undefined : offset + request.limit) };
}

async function run({ sql, params, database = null }: QueryRequestDto, around: Surroundings): Promise<QueryResult> {
  const statement = parseStatement(sql, params);
  const { store } = around;
  switch (statement.type) {
    case "select":
      return await runSelect(statement, database, around);
    case "insert": {
      const table = store.writable(statement.table, database);
      return written(table, insertRows(table, statement.columns, statement.rows), statement.returning);
    }
    case "update": {
      const table = store.writable(statement.table, database);
      return written(table, updateRows(table, statement.changes, statement.filter), statement.returning);
    }
    case "delete": {
      const table = store.writable(statement.table, database);
      return written(table, deleteRows(table, statement.filter), statement.returning);
    }
    case "explain":
      return explainSelect(statement.select, store);
    case "describe":
      return describe(store.table(statement.table, database));
    case "create":
      store.create(tableOf(statement));
      return { affectedRows: 0 };
    case "drop":
      store.drop(statement.table);
      return { affectedRows: 0 };
    case "use":
      store.use(statement.database);
      return { affectedRows: 0 };
  }
}

/** A new table: its key has an index, and is not nullable. */
function tableOf({ table: name, columns }: Extract<Statement, { type: "create" }>): Table {
  const keys = columns.filter(({ primaryKey }) => primaryKey).map(({ name }) => name);
  const index = { name: `${name}_pkey`, columns: keys, isUnique: true, isPrimary: true };
  return {
    name,
    columns: columns.map((column) => ({
      ...column,
      kind: KINDS[column.type] ?? "Unknown",
      nullable: !column.primaryKey,
      defaultValue: null,
      enumValues: null,
    })),
    rows: [],
    foreignKeys: [],
    indexes: keys.length === 0 ? [] : [index],
    constraints: [],
  };
}

function written(table: Table, rows: Value[][], returning: boolean): QueryResult {
  return { ...(returning ? toResult(table.columns, rows) : {}), affectedRows: rows.length };
}

/** The steps of a SELECT, one row each. */
export function explain(sql: string, store: Store): QueryResult {
  const statement = parseStatement(sql);
  if (statement.type === "select") return explainSelect(statement, store);
  throw new DriverError("InvalidRequest", `Cannot explain ${statement.type}: only SELECT has steps`);
}

function explainSelect(select: Select, store: Store): QueryResult {
  const steps: [string, string][] = [];
  if (select.table !== null && select.within.length > 0) {
    steps.push(["scan", nameText(select.table)]);
    if (select.filter) steps.push(["filter", whereText(select.filter).trim()]);
    if (select.orderBy.length > 0) steps.push(["sort", orderText(select.orderBy).trim()]);
  } else if (select.table !== null) {
    const table = tableOrView(store, select.table, null);
    steps.push(["scan", `${nameText(table.name)}, ${table.rows.length} rows`]);
    if (select.filter) {
      const kept = pickRows(table, { filters: [select.filter] }).length;
      steps.push(["filter", `${whereText(select.filter).trim()}, ${kept} rows`]);
    }
    if (select.orderBy.length > 0) steps.push(["sort", orderText(select.orderBy).trim()]);
  }
  if (select.limit !== null) steps.push(["limit", `${select.limit} from ${select.offset}`]);
  steps.push(["give", select.items?.map(({ name }) => name).join(", ") ?? "all columns"]);
  return {
    columns: [{ name: "step", type: "INTEGER", kind: "Integer" }, "operation", "detail"],
    rows: steps.map(([operation, detail], i) => [BigInt(i + 1), operation, detail]),
  };
}

/** The columns of a table, one row each. */
export function describe(table: Table): QueryResult {
  return {
    columns: ["column", "type", "nullable", "primary_key", "default"],
    rows: table.columns.map(({ name, type, nullable, primaryKey, defaultValue }) => [
      name,
      type,
      nullable,
      primaryKey,
      defaultValue,
    ]),
  };
}
