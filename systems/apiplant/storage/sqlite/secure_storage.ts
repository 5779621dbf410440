/**
 * Secrets in a database of SQLite; their values are sealed before they come here. What is deleted is overwritten, and no log
 * beside the database keeps it.
 */
import { DatabaseSync } from "node:sqlite";
import { DENO_DISK } from "../file/deno_disk.ts";
import { withSystemErrors } from "../file/system_error.ts";
import { type SecureStorage, StorageError } from "../roles.ts";
import { transaction, withStorageErrors } from "./database.ts";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS secret (name TEXT PRIMARY KEY, version INTEGER NOT NULL, value BLOB NOT NULL) WITHOUT ROWID`;

/** A secure storage in a file that it has locked. */
export class SqliteSecureStorage implements SecureStorage {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #lock: Disposable;
  #closed = false;

  private constructor(path: string, database: DatabaseSync, lock: Disposable) {
    this.#path = path;
    this.#database = database;
    this.#lock = lock;
  }

  /**
   * Opens the database in a file, or makes it.
   *
   * @throws {StorageError} `conflict` if another process has it open; `corrupt` if it is not such a database.
   */
  static async open(path: string): Promise<SqliteSecureStorage> {
    const lock = await withSystemErrors(path, () => DENO_DISK.lock(`${path}.lock`));
    if (lock === null) {
      throw new StorageError("conflict", `Another process has the secrets in ${path} open`, { remedy: "stop it" });
    }
    let database: DatabaseSync | undefined;
    try {
      await withSystemErrors(path, async () => {
        (await Deno.open(path, { write: true, create: true, mode: 0o600 })).close();
      });
      return withStorageErrors(path, () => {
        database = new DatabaseSync(path, { timeout: 5_000 });
        for (const setting of ["journal_mode = DELETE", "synchronous = EXTRA", "secure_delete = ON"]) {
          database.prepare(`PRAGMA ${setting}`).get();
        }
        database.prepare(SCHEMA).run();
        return new SqliteSecureStorage(path, database, lock);
      });
    } catch (error) {
      database?.close();
      lock[Symbol.dispose]();
      throw error;
    }
  }

  get(name: string): { value: Uint8Array; version: number } | null {
    return this.#call((database) => {
      const row = database.prepare("SELECT version, value FROM secret WHERE name = ?").get(name);
      return row === undefined ? null : { value: row.value as Uint8Array, version: row.version as number };
    });
  }

  set(name: string, value: Uint8Array, ifVersion?: number): { ok: true; version: number } | { ok: false } {
    return this.#call((database) =>
      transaction(database, () => {
        const version = this.get(name)?.version ?? 0;
        if (ifVersion !== undefined && ifVersion !== version) return { ok: false };
        database.prepare("INSERT OR REPLACE INTO secret VALUES (?, ?, ?)").run(name, version + 1, value);
        return { ok: true, version: version + 1 };
      })
    );
  }

  delete(name: string): void {
    this.#call((database) => database.prepare("DELETE FROM secret WHERE name = ?").run(name));
  }

  list(prefix: string): readonly string[] {
    return this.#call((database) => {
      const rows = database.prepare("SELECT name FROM secret WHERE substr(name, 1, length(?1)) = ?1").all(prefix);
      return rows.map(({ name }) => name as string).sort();
    });
  }

  // deno-lint-ignore require-await
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#database.close();
    this.#lock[Symbol.dispose]();
  }

  #call<T>(call: (database: DatabaseSync) => T): T {
    if (this.#closed) throw new StorageError("unavailable", "The secure storage is closed");
    return withStorageErrors(this.#path, () => call(this.#database));
  }
}
