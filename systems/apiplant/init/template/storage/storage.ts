/**
 * The store. Values arrive sealed: only the server can read secrets.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { type ErrorRecord, type ErrorStorage, type SecureStorage, StorageError } from "@fluxwire/apiplant";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS secret (name TEXT PRIMARY KEY, version INTEGER NOT NULL, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS error (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, model TEXT, hook TEXT, json TEXT NOT NULL);
`;

/** Opens the store in a file, or in memory. Each role is closed by itself; the last one closes the file. */
export function openStore(path: string): { secure: SecureStorage; error: ErrorStorage } {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  database.exec(SCHEMA);
  let open = 2;
  const close = () => {
    if (--open === 0) database.close();
  };
  return { secure: secretsOf(database, close), error: errorsOf(database, close) };
}

function secretsOf(database: DatabaseSync, close: () => void): SecureStorage {
  let isOpen = true;
  const version = (name: string) => {
    if (!isOpen) throw new StorageError("unavailable", "The secrets are closed");
    return (database.prepare("SELECT version FROM secret WHERE name = ?").get(name)?.version ?? 0) as number;
  };
  return {
    get(name) {
      if (version(name) === 0) return null;
      const row = database.prepare("SELECT value, version FROM secret WHERE name = ?").get(name);
      return row as unknown as { value: Uint8Array; version: number };
    },
    set(name, value, ifVersion) {
      const last = version(name);
      if (ifVersion !== undefined && ifVersion !== last) return { ok: false };
      database.prepare("INSERT OR REPLACE INTO secret VALUES (?, ?, ?)").run(name, last + 1, value);
      return { ok: true, version: last + 1 };
    },
    delete(name) {
      if (version(name) > 0) database.prepare("DELETE FROM secret WHERE name = ?").run(name);
    },
    list(prefix) {
      version("");
      const names = database.prepare("SELECT name FROM secret").all().map(({ name }) => String(name));
      return names.filter((name) => name.startsWith(prefix)).sort();
    },
    [Symbol.asyncDispose]() {
      if (isOpen) close();
      isOpen = false;
      return Promise.resolve();
    },
  };
}

function errorsOf(database: DatabaseSync, close: () => void): ErrorStorage {
  const placeOf = (id: string) => Number(database.prepare("SELECT n FROM error WHERE id = ?").get(id)?.n ?? 0);
  let isOpen = true;
  return {
    log(record) {
      const { id, model = null, hook = null } = record;
      const insert = database.prepare("INSERT INTO error (id, model, hook, json) VALUES (?, ?, ?, ?)");
      insert.run(id, model, hook, JSON.stringify(record));
    },
    list({ before, max, model = null, hook = null }) {
      const end = before === undefined ? Number.MAX_SAFE_INTEGER : placeOf(before);
      const newest = `SELECT json FROM error WHERE n < ? AND coalesce(?, model, '') = coalesce(model, '')
        AND coalesce(?, hook, '') = coalesce(hook, '') ORDER BY n DESC LIMIT ?`;
      const rows = database.prepare(newest).all(end, model, hook, max);
      return rows.map(({ json }) => JSON.parse(String(json)) as ErrorRecord);
    },
    [Symbol.asyncDispose]() {
      if (isOpen) close();
      isOpen = false;
      return Promise.resolve();
    },
  };
}
