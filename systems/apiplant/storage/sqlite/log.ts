/** The event log in a database of SQLite. Its calls block: they run in a worker. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Seq } from "../../event/event.ts";
import { compacted } from "../event/compacted.ts";
import type { AppendResult, LogDraft, LogEntry, Register } from "../roles.ts";
import { StorageError } from "../roles.ts";
import { type KeptSnapshot, LogSnapshots } from "./log_snapshots.ts";
import { openDatabase, transaction, withStorageErrors } from "./database.ts";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS head (only INTEGER PRIMARY KEY CHECK (only = 1), log_id TEXT NOT NULL, first INTEGER NOT NULL,
  seq INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS event (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, model TEXT NOT NULL, instance TEXT,
  json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS register (name TEXT PRIMARY KEY, value TEXT NOT NULL, version INTEGER NOT NULL) WITHOUT ROWID;
${LogSnapshots.schema}PRAGMA user_version = 1;
`;

/** The most UTF-16 units of a page, unless its first entry has more. */
const MAX_PAGE = 4 * 2 ** 20;

/** Where the log starts and ends. */
export interface LogPlaces {
  readonly logId: string;
  readonly first: Seq;
  readonly head: Seq;
}

/** An append that waits. */
export interface PendingAppend {
  readonly expected: Seq;
  readonly drafts: readonly LogDraft[];
}

/** A log in a file that other processes may append to as well. */
export class SqliteLog implements Disposable {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #snapshots: LogSnapshots;
  readonly #statements: Readonly<Record<"head" | "insert" | "move" | "read" | "version", StatementSync>>;

  /**
   * Opens the database in a file, or makes it.
   *
   * @throws {StorageError} `corrupt` if it is not such a database.
   */
  constructor(path: string) {
    this.#path = path;
    this.#database = openDatabase(path, "FULL");
    this.#snapshots = new LogSnapshots(this.#database);
    try {
      this.#statements = withStorageErrors(path, () => this.#prepare());
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  info(): LogPlaces {
    return this.#call(() => this.#places());
  }

  /** Appends in order, in one transaction: each that expects the head where it comes; the others are conflicts. */
  append(appends: readonly PendingAppend[]): AppendResult[] {
    return this.#call(() =>
      transaction(this.#database, () => {
        let { head } = this.#places();
        const fits = appends.map(({ expected, drafts }) => {
          if (expected !== head) return null;
          for (const { id, model, instance, json } of drafts) {
            this.#statements.insert.run(++head, id, model, instance, json);
          }
          return head;
        });
        this.#statements.move.run(head);
        return fits.map((at): AppendResult => at === null ? { ok: false, head } : { ok: true, head: at });
      })
    );
  }

  read(from: Seq, max: number): { entries: LogEntry[]; head: Seq } {
    return this.#call(() => {
      const { first, head } = this.#places();
      if (from < first) throw compacted(from, first);
      const entries: LogEntry[] = [];
      let units = 0;
      for (const row of this.#statements.read.iterate(from, head, max)) {
        entries.push({ ...row } as unknown as LogEntry);
        units += entries.at(-1)!.json.length;
        if (units >= MAX_PAGE) break;
      }
      return { entries, head };
    });
  }

  getRegister(name: string): Register | null {
    return this.#call(() => {
      const row = this.#database.prepare("SELECT value, version FROM register WHERE name = ?").get(name);
      return row === undefined ? null : { value: row.value as string, version: row.version as number };
    });
  }

  setRegister(name: string, value: string, ifVersion: number): { ok: true; version: number } | { ok: false } {
    return this.#call(() => {
      const sql = ifVersion === 0
        ? "INSERT INTO register (value, name, version) VALUES (?, ?, 1 + ?) ON CONFLICT DO NOTHING"
        : "UPDATE register SET value = ?, version = version + 1 WHERE name = ? AND version = ?";
      const { changes } = this.#database.prepare(sql).run(value, name, ifVersion);
      return changes === 1 ? { ok: true, version: ifVersion + 1 } : { ok: false };
    });
  }

  trim(before: Seq): void {
    this.#call(() =>
      transaction(this.#database, () => {
        const { first, head } = this.#places(), from = Math.min(before, head + 1);
        if (from <= first) return;
        this.#database.prepare("DELETE FROM event WHERE seq < ?").run(from);
        this.#database.prepare("UPDATE head SET first = ?").run(from);
      })
    );
  }

  /** Keeps a part of a snapshot. */
  putPart(id: string, part: number, lines: string): void {
    this.#call(() => this.#snapshots.put(id, part, lines));
  }

  /** Makes the parts a snapshot. */
  finishSnapshot(snapshot: KeptSnapshot): void {
    this.#call(() => this.#snapshots.finish(snapshot));
  }

  /** The newest snapshot; `null` without one. */
  newestSnapshot(): KeptSnapshot | null {
    return this.#call(() => this.#snapshots.newest());
  }

  /** The lines of a part of a snapshot; `null` if it was removed. */
  snapshotPart(id: string, part: number): string | null {
    return this.#call(() => this.#snapshots.part(id, part));
  }

  /** A number that changes when another connection has written. */
  dataVersion(): number {
    return this.#call(() => this.#statements.version.get()!.data_version as number);
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  #prepare(): Readonly<Record<"head" | "insert" | "move" | "read" | "version", StatementSync>> {
    const database = this.#database;
    const version = database.prepare("PRAGMA user_version").get()!.user_version as number;
    if (version > 1) {
      throw new StorageError("corrupt", `${this.#path} is of version ${version}, known is 1`, {
        remedy: "use a newer server",
      });
    }
    transaction(database, () => {
      database.exec(SCHEMA);
      database.prepare("INSERT INTO head VALUES (1, ?, 1, 0) ON CONFLICT DO NOTHING").run(crypto.randomUUID());
    });
    return {
      head: database.prepare("SELECT log_id, first, seq FROM head"),
      insert: database.prepare("INSERT INTO event VALUES (?, ?, ?, ?, ?)"),
      move: database.prepare("UPDATE head SET seq = ?"),
      read: database.prepare(
        "SELECT seq, id, model, instance, json FROM event WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?",
      ),
      version: database.prepare("PRAGMA data_version"),
    };
  }

  #places(): LogPlaces {
    const row = this.#statements.head.get()!;
    return { logId: row.log_id as string, first: row.first as number, head: row.seq as number };
  }

  #call<T>(call: () => T): T {
    return withStorageErrors(this.#path, call);
  }
}
