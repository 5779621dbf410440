/**
 * A model storage in a database of SQLite. Its calls block this thread, and are short: reads come from SQLite's memory, and
 * a transaction waits for no disk, as the log makes the last ones again after a loss of power.
 */
import type { DatabaseSync } from "node:sqlite";
import type { Event, Seq } from "../../event/event.ts";
import type { Json } from "../../json/json.ts";
import { parseExact } from "../../json/parse.ts";
import type { HookDefinition, StoredModel } from "../../model/definition.ts";
import type { Instance } from "../../model/instance.ts";
import type { Filter, Query } from "../../model/query.ts";
import { DENO_DISK } from "../file/deno_disk.ts";
import { withSystemErrors } from "../file/system_error.ts";
import { applyEvent } from "../model/applying.ts";
import { dumpLine, type DumpRecord, readDump } from "../model/dump.ts";
import { eventsBehind } from "../model/place.ts";
import { type ModelStorage, type Page, StorageError } from "../roles.ts";
import { openDatabase, transaction, withStorageErrors } from "./database.ts";
import { instanceOf, modelOf, SCHEMA, SqliteContent } from "./model_content.ts";
import { countInstances, findEqual, findInstances } from "./model_find.ts";

/** Models, hooks and instances in the file of a database. */
export class SqliteModelStorage implements ModelStorage {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #content: SqliteContent;
  readonly #lock: Disposable;

  private constructor(path: string, database: DatabaseSync, lock: Disposable) {
    this.#path = path;
    this.#database = database;
    this.#content = new SqliteContent(database);
    this.#lock = lock;
  }

  /**
   * Opens the database in a file, or makes it.
   *
   * @throws {StorageError} `conflict` if another process has it open; `corrupt` if it is not such a database.
   */
  static async open(path: string): Promise<SqliteModelStorage> {
    const lock = await withSystemErrors(path, () => DENO_DISK.lock(`${path}.lock`));
    if (lock === null) {
      throw new StorageError("conflict", `Another process has the models in ${path} open`, { remedy: "stop it" });
    }
    let database: DatabaseSync | undefined;
    try {
      database = openDatabase(path, "NORMAL");
      return withStorageErrors(path, () => {
        const version = database!.prepare("PRAGMA user_version").get()!.user_version as number;
        if (version > 1) {
          throw new StorageError("corrupt", `${path} is of version ${version}, known is 1`, {
            remedy: "use a newer server",
          });
        }
        database!.exec(SCHEMA);
        return new SqliteModelStorage(path, database!, lock);
      });
    } catch (error) {
      database?.close();
      lock[Symbol.dispose]();
      throw error;
    }
  }

  state(): { seq: Seq; logId: string | null } {
    return this.#call(({ prepared }) => {
      const row = prepared("SELECT seq, log_id FROM place").get();
      return { seq: (row?.seq as number | undefined) ?? 0, logId: (row?.log_id as string | undefined) ?? null };
    });
  }

  apply(events: readonly Event[]): Seq {
    return this.#change((content) => {
      const { seq, logId } = this.state();
      const behind = eventsBehind(seq, logId, events);
      for (const event of behind) applyEvent(content, event);
      const last = behind.at(-1)?.seq ?? seq;
      content.prepared("UPDATE place SET seq = ?").run(last);
      return last;
    });
  }

  reset(logId: string): void {
    this.#change((content) => {
      content.clear();
      content.prepared("INSERT INTO place VALUES (1, 0, ?)").run(logId);
    });
  }

  models(): readonly StoredModel[] {
    const { models } = this.#content;
    return [...models.keys()].sort().map((id) => models.get(id)!);
  }

  model(id: string, version?: number): StoredModel | null {
    if (version === undefined) return this.#content.models.get(id) ?? null;
    return this.#call(({ prepared }) => {
      const row = prepared("SELECT * FROM model WHERE id = ? AND version = ?").get(id, version);
      return row === undefined ? null : modelOf(row);
    });
  }

  hooks(model: string): readonly HookDefinition[] {
    return this.#call(({ prepared }) => {
      const rows = prepared("SELECT body FROM hook WHERE model = ? ORDER BY hook").all(model);
      return rows.map(({ body }) => parseExact(body as string) as unknown as HookDefinition);
    });
  }

  get(model: string, id: string): Instance | null {
    return this.#call(({ prepared }) => {
      const row = prepared("SELECT * FROM instance WHERE model = ? AND id = ?").get(model, id);
      return row === undefined ? null : instanceOf(row);
    });
  }

  find(model: string, query: Query): Page {
    return this.#call((content) => findInstances(content, model, query));
  }

  count(model: string, filter: Filter | null): number {
    return this.#call((content) => countInstances(content, model, filter));
  }

  findUnique(model: string, fields: readonly string[], values: readonly Json[]): string | null {
    return this.#call((content) => findEqual(content, model, fields, values));
  }

  async *dump(): AsyncGenerator<string> {
    // A connection of its own sees one state, while events are applied.
    const database = openDatabase(this.#path, "NORMAL");
    try {
      database.exec("BEGIN");
      const place = database.prepare("SELECT seq, log_id FROM place").get();
      if (place === undefined) throw new StorageError("invalid", "The model storage has no log: reset it first");
      yield dumpLine({ kind: "head", seq: place.seq as number, logId: place.log_id as string });
      const versions = database.prepare("SELECT * FROM model WHERE id = ? ORDER BY version");
      const hooks = database.prepare("SELECT body FROM hook WHERE model = ? ORDER BY hook");
      const instances = database.prepare("SELECT * FROM instance WHERE model = ? ORDER BY id");
      for (const { id } of database.prepare("SELECT DISTINCT id FROM model ORDER BY id").all()) {
        const of = id as string;
        for (const row of versions.all(of)) yield dumpLine({ kind: "model", model: modelOf(row) });
        for (const { body } of hooks.all(of)) {
          yield dumpLine({ kind: "hook", of, hook: parseExact(body as string) as unknown as HookDefinition });
        }
        for (const row of instances.iterate(of)) yield dumpLine({ kind: "instance", of, instance: instanceOf(row) });
      }
    } finally {
      database.close();
    }
  }

  async load(lines: AsyncIterable<string>): Promise<void> {
    // All lines first: a transaction that waits for them would have those of apply() inside.
    const records: DumpRecord[] = [];
    const { seq, logId } = await readDump(lines, (record) => records.push(record));
    this.#change((content) => {
      content.clear();
      content.prepared("INSERT INTO place VALUES (1, ?, ?)").run(seq, logId);
      for (const record of records) content.add(record);
    });
  }

  // deno-lint-ignore require-await
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
    this.#lock[Symbol.dispose]();
  }

  #call<T>(call: (content: SqliteContent) => T): T {
    if (!this.#database.isOpen) throw new StorageError("unavailable", "The model storage is closed");
    return withStorageErrors(this.#path, () => call(this.#content));
  }

  #change<T>(change: (content: SqliteContent) => T): T {
    return this.#call((content) => {
      try {
        return transaction(this.#database, () => change(content));
      } catch (error) {
        content.readModels();
        throw error;
      }
    });
  }
}
