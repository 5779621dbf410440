/**
 * Databases as DBFlux makes them (PROTOCOL.md#database-configuration), for tests.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";

const TABLES = `
  CREATE TABLE cfg_services (socket_id TEXT PRIMARY KEY, enabled INTEGER NOT NULL DEFAULT 1, command TEXT,
    startup_timeout_ms INTEGER, created_at TEXT, updated_at TEXT);
  CREATE TABLE cfg_service_args (id TEXT PRIMARY KEY, service_id TEXT NOT NULL REFERENCES cfg_services(socket_id),
    position INTEGER NOT NULL, value TEXT NOT NULL, UNIQUE (service_id, position));
  CREATE TABLE cfg_service_env (id TEXT PRIMARY KEY, service_id TEXT NOT NULL REFERENCES cfg_services(socket_id),
    key TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (service_id, key));`;

const COLUMNS_OF_0_5 = `
  ALTER TABLE cfg_services ADD COLUMN service_kind TEXT NOT NULL DEFAULT 'driver';
  ALTER TABLE cfg_services ADD COLUMN api_family TEXT;
  ALTER TABLE cfg_services ADD COLUMN api_major INTEGER;
  ALTER TABLE cfg_services ADD COLUMN api_minor INTEGER;`;

/** A service's row, and its rows in the other tables. */
export interface ServiceRow {
  socketId: string;
  enabled?: number;
  command?: string;
  startupTimeoutMs?: number | bigint | string;
  kind?: string;
  args?: readonly (string | Uint8Array)[];
  env?: Readonly<Record<string, string | Uint8Array>>;
}

/** Creates a database with a write-ahead log, as that release does; it must be closed. */
export function createDatabase(path: string, release: "0.4" | "0.5" = "0.5"): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = WAL; ${TABLES}${release === "0.5" ? COLUMNS_OF_0_5 : ""}`);
  return database;
}

/** Adds a service. */
export function addService(database: DatabaseSync, row: ServiceRow): void {
  const { socketId, enabled = 1, command = null, startupTimeoutMs = null, kind, args = [], env = {} } = row;
  database.prepare("INSERT INTO cfg_services (socket_id, enabled, command, startup_timeout_ms) VALUES (?, ?, ?, ?)")
    .run(socketId, enabled, command, startupTimeoutMs);
  if (kind !== undefined) {
    database.prepare("UPDATE cfg_services SET service_kind = ? WHERE socket_id = ?").run(kind, socketId);
  }
  for (const [position, value] of args.entries()) {
    database.prepare("INSERT INTO cfg_service_args VALUES (?, ?, ?, ?)")
      .run(crypto.randomUUID(), socketId, position, value);
  }
  for (const [key, value] of Object.entries(env)) {
    database.prepare("INSERT INTO cfg_service_env VALUES (?, ?, ?, ?)").run(crypto.randomUUID(), socketId, key, value);
  }
}
