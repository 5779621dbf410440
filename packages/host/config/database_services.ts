/**
 * The services in DBFlux's own database (PROTOCOL.md#database-configuration), read from its bytes in memory.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { type Service, SERVICE_KINDS, type ServiceKind } from "../service.ts";
import { declaredService, variableProblem } from "./declared_service.ts";
import { type Entries, EntryList, MAX_SERVICES } from "./entry.ts";
import type { Dialect } from "./launch_command.ts";
import { type Report, Setting } from "./setting.ts";

/** The most arguments, and variables, that are read of one service. */
const MAX_VALUES = 10_000;
/** The longest value that SQLite may hand over, and its longest schema entry, in bytes. */
const MAX_VALUE_BYTES = 1 << 20;
/** The most rows of a table, and of the schema: what is read of each service looks through a table without an index. */
const MAX_ROWS = 50_000, MAX_SCHEMA_ROWS = 2_000;
/** The most bytes of all values of a table. */
const MAX_TABLE_BYTES = 16 << 20;

const TABLES = ["cfg_services", "cfg_service_args", "cfg_service_env"] as const;

type Table = typeof TABLES[number];
type Row = Record<string, unknown>;

/** Reads the services of a database, which are in its image. */
export function readDatabaseServices(image: Uint8Array, file: string): Entries {
  const list = new EntryList(file);
  const database = new DatabaseSync(":memory:");
  try {
    // Older releases of Deno lack it; the sizes of values are asked before they are read in any case.
    const { limits } = database as DatabaseSync & { limits?: { length: number } };
    if (limits) limits.length = MAX_VALUE_BYTES;
    // Nothing of the file's schema runs: no view, no function of an index or a generated column.
    database.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
    database.deserialize(image);
    readServices(database, list);
  } catch (error) {
    if (!(error instanceof Error && "errcode" in error)) throw error;
    list.report("ConfigMalformed", "", `SQLite cannot read it: ${error.message}`);
  } finally {
    database.close();
  }
  return list;
}

function readServices(database: DatabaseSync, list: EntryList): void {
  const schemaRows = database.prepare(`SELECT 1 FROM sqlite_schema LIMIT ${MAX_SCHEMA_ROWS + 1}`).all().length;
  if (schemaRows > MAX_SCHEMA_ROWS) {
    list.report(
      "ConfigMalformed",
      "",
      `its schema has more than ${MAX_SCHEMA_ROWS} entries; is it a database of DBFlux?`,
    );
    return;
  }
  const missing = TABLES.filter((table) => !isTable(database, table));
  if (missing.length > 0) {
    list.report("ConfigMalformed", "", `it has no table ${missing.join(", ")}; is it a database of DBFlux?`);
    return;
  }
  const tooLarge = TABLES.map((table) => sizeProblem(database, table)).filter((problem) => problem !== null);
  for (const [place, reason] of tooLarge) list.report("SettingValue", place, reason);
  if (tooLarge.length > 0) return;
  // Which release made it decides what a missing command means.
  const dialect = columnsOf(database, "cfg_services").has("service_kind") ? "database-0.5" : "database-0.4";
  const rows = select(database, "SELECT * FROM cfg_services ORDER BY socket_id", MAX_SERVICES);
  if (rows === null) list.report("SettingValue", "cfg_services", `it has more than ${MAX_SERVICES} rows; remove some`);
  for (const row of rows ?? []) {
    const place = `cfg_services${keyText(row.socket_id)}`;
    list.add(place, (report) => readService(database, row, { place, dialect, report }));
  }
}

function readService(
  database: DatabaseSync,
  row: Row,
  { place, dialect, report }: { place: string; dialect: Dialect; report: Report },
): Service | null {
  const column = (name: string) => settingOf(row[name], `${place}.${name}`, report);
  const enabled = column("enabled").integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  return declaredService({
    socketId: column("socket_id"),
    command: column("command"),
    startupTimeoutMs: column("startup_timeout_ms"),
    enabled: enabled === undefined ? undefined : enabled !== 0,
    args: readArgs(database, row.socket_id, report),
    env: readEnv(database, row.socket_id, report),
    own: { kind: kindOf(row.service_kind) },
  }, dialect);
}

/** A kind that is not known is a driver's, as in DBFlux. */
function kindOf(value: unknown): ServiceKind {
  return SERVICE_KINDS.find((kind) => kind === value) ?? "driver";
}

function readArgs(database: DatabaseSync, id: unknown, report: Report): string[] | null {
  const query = "SELECT position, value FROM cfg_service_args WHERE service_id IS ? ORDER BY position";
  const rows = childRows(database, query, id, { table: "cfg_service_args", report });
  const args = rows.map(({ position, value }) =>
    settingOf(value, `cfg_service_args${keyText(id, position)}.value`, report).required.text()
  );
  return args.every((arg) => arg !== undefined) ? args : null;
}

function readEnv(database: DatabaseSync, id: unknown, report: Report): Record<string, string> {
  const env: [string, string][] = [];
  const query = "SELECT key, value FROM cfg_service_env WHERE service_id IS ? ORDER BY key";
  for (const { key, value } of childRows(database, query, id, { table: "cfg_service_env", report })) {
    const name = settingOf(key, `cfg_service_env${keyText(id)}.key`, report).required.text();
    if (name === undefined) continue;
    const problem = variableProblem(name);
    if (problem !== null) report("SettingValue", `cfg_service_env${keyText(id)}.key`, problem);
    else env.push([name, settingOf(value, `cfg_service_env${keyText(id, name)}.value`, report).required.text() ?? ""]);
  }
  // Also "__proto__" becomes a member so.
  return Object.fromEntries(env);
}

function childRows(
  database: DatabaseSync,
  query: string,
  id: unknown,
  { table, report }: { table: Table; report: Report },
): Row[] {
  const rows = select(database, query, MAX_VALUES, id);
  if (rows === null) report("SettingValue", `${table}${keyText(id)}`, `more than ${MAX_VALUES} rows; remove some`);
  return rows ?? [];
}

/** The rows; null if there are more than that many. */
function select(database: DatabaseSync, query: string, maxRows: number, ...parameters: unknown[]): Row[] | null {
  const statement = database.prepare(`${query} LIMIT ${maxRows + 1}`);
  statement.setReadBigInts(true);
  const rows = statement.all(...parameters as string[]) as Row[];
  return rows.length > maxRows ? null : rows;
}

/** Whether a table is there that has its rows in the file: no view, no virtual table, nothing generated. */
function isTable(database: DatabaseSync, table: Table): boolean {
  const entry = database.prepare("SELECT type, rootpage FROM sqlite_schema WHERE name = ? COLLATE NOCASE").all(table);
  if (entry.length !== 1 || entry[0]!.type !== "table" || !entry[0]!.rootpage) return false;
  return database.prepare(`PRAGMA table_xinfo(${table})`).all().every(({ hidden }) => hidden === 0);
}

/** The place and the reason, if a table is too large to be read. */
function sizeProblem(database: DatabaseSync, table: Table): [string, string] | null {
  const rows = database.prepare(`SELECT 1 FROM ${table} LIMIT ${MAX_ROWS + 1}`).all().length;
  if (rows > MAX_ROWS) return [table, `it has more than ${MAX_ROWS} rows; remove some`];
  const lengths = [...columnsOf(database, table)].map((name) =>
    `coalesce(octet_length(${identifier(String(name))}), 0)`
  );
  const { longest, all } = database.prepare(
    `SELECT coalesce(max(n), 0) AS longest, coalesce(sum(n), 0) AS "all" FROM (SELECT ${
      lengths.join(" + ")
    } AS n FROM ${table})`,
  ).get() as { longest: number; all: number };
  if (longest > MAX_VALUE_BYTES / 2) {
    return [table, `a row has ${longest} bytes, more than ${MAX_VALUE_BYTES / 2}; shorten it`];
  }
  return all > MAX_TABLE_BYTES
    ? [table, `its values have ${all} bytes, more than ${MAX_TABLE_BYTES}; remove some`]
    : null;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function columnsOf(database: DatabaseSync, table: Table): Set<unknown> {
  return new Set(database.prepare(`PRAGMA table_info(${table})`).all().map(({ name }) => name));
}

/** NULL is how a table says that something is missing. */
function settingOf(value: unknown, place: string, report: Report): Setting {
  return new Setting(value ?? undefined, place, report);
}

/** A row's key, as a place shows it. */
function keyText(...key: unknown[]): string {
  return `[${
    key.map((part) => part instanceof Uint8Array ? `x'${part.toHex()}'` : part === null ? "NULL" : quoted(part))
      .join(", ")
  }]`;
}

function quoted(part: unknown): string {
  return typeof part === "string" ? JSON.stringify(part) : String(part);
}
