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

const TABLES = ["cfg_services", "cfg_service_args", "cfg_service_env"] as const;

type Table = typeof TABLES[number];
type Row = Record<string, unknown>;

/** Reads the services of a database, which are in its image. */
export function readDatabaseServices(image: Uint8Array, file: string): Entries {
  const list = new EntryList(file);
  const database = new DatabaseSync(":memory:");
  try {
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
  const missing = TABLES.filter((table) => columnsOf(database, table).size === 0);
  if (missing.length > 0) {
    list.report("ConfigMalformed", "", `it has no table ${missing.join(", ")}; is it a database of DBFlux?`);
    return;
  }
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
  const env: Record<string, string> = {};
  const query = "SELECT key, value FROM cfg_service_env WHERE service_id IS ? ORDER BY key";
  for (const { key, value } of childRows(database, query, id, { table: "cfg_service_env", report })) {
    const name = settingOf(key, `cfg_service_env${keyText(id)}.key`, report).required.text();
    if (name === undefined) continue;
    const problem = variableProblem(name);
    if (problem !== null) report("SettingValue", `cfg_service_env${keyText(id)}.key`, problem);
    else env[name] = settingOf(value, `cfg_service_env${keyText(id, name)}.value`, report).required.text() ?? "";
  }
  return env;
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
