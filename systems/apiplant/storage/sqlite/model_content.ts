/** The content of a model storage as tables. */
import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import type { Seq } from "../../event/event.ts";
import type { Json, JsonObject } from "../../json/json.ts";
import { parseExact } from "../../json/parse.ts";
import { stringifyExact } from "../../json/stringify.ts";
import type { HookDefinition, HookName, ModelDefinition, StoredModel } from "../../model/definition.ts";
import type { Instance } from "../../model/instance.ts";
import type { ChangeData, Content, PutInstance } from "../model/applying.ts";
import type { DumpRecord } from "../model/dump.ts";
import { equalityKey, indexedFields } from "../model/indexed_fields.ts";

/** The tables. Texts compare by their UTF-8 bytes, which is the order of code points. */
export const SCHEMA: string = `
CREATE TABLE IF NOT EXISTS place (only INTEGER PRIMARY KEY CHECK (only = 1), seq INTEGER NOT NULL, log_id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS model (id TEXT, version INTEGER, definition TEXT, revision INTEGER, defined_at INTEGER,
  PRIMARY KEY (id, version)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hook (model TEXT, hook TEXT, body TEXT, PRIMARY KEY (model, hook)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS instance (model TEXT, id TEXT, revision INTEGER, model_version INTEGER, created_at TEXT,
  updated_at TEXT, data TEXT, PRIMARY KEY (model, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS equal (model TEXT, fields TEXT, key TEXT, id TEXT, PRIMARY KEY (model, fields, key, id))
  WITHOUT ROWID;
PRAGMA user_version = 1;
`;

/** A row of a table. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** The instance that a row is. */
export function instanceOf(row: Row): Instance {
  return {
    id: row.id as string,
    revision: row.revision as number,
    modelVersion: row.model_version as number,
    createdAt: row.created_at as string,
    updatedAt: row.updated_at as string,
    data: parseExact(row.data as string) as JsonObject,
  };
}

/** The model that a row is. */
export function modelOf(row: Row): StoredModel {
  const definition = parseExact(row.definition as string) as unknown as ModelDefinition;
  return { definition, revision: row.revision as number, definedAt: row.defined_at as number };
}

/** Models, hooks and instances in a database; its caller opens and ends the transactions. */
export class SqliteContent implements Content {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  /** The current definitions. */
  readonly models: Map<string, StoredModel> = new Map();

  /** Uses a database that has the tables. */
  constructor(database: DatabaseSync) {
    this.#database = database;
    this.readModels();
  }

  /** Reads the current definitions anew, as after a transaction that was undone. */
  readModels(): void {
    this.models.clear();
    for (const row of this.prepared("SELECT * FROM model ORDER BY id, version").all()) {
      this.models.set(row.id as string, modelOf(row));
    }
  }

  /** A statement that is prepared once. */
  readonly prepared: (sql: string) => StatementSync = (sql) => {
    let statement = this.#statements.get(sql);
    if (statement === undefined) this.#statements.set(sql, statement = this.#database.prepare(sql));
    return statement;
  };

  /** The rows of a statement one by one; it is prepared for them, as a caller may stop in the middle. */
  iterate(sql: string, ...values: string[]): Iterable<Row> {
    return this.#database.prepare(sql).iterate(...values);
  }

  /** Empties all tables. */
  clear(): void {
    for (const table of ["place", "model", "hook", "instance", "equal"]) this.#database.exec(`DELETE FROM ${table}`);
    this.models.clear();
  }

  putModel(model: StoredModel, change: ChangeData | null): void {
    const { definition, revision, definedAt } = model, { id, version } = definition;
    const before = this.models.get(id);
    this.prepared("INSERT OR REPLACE INTO model VALUES (?, ?, ?, ?, ?)")
      .run(id, version, stringifyExact(definition as unknown as Json), revision, definedAt);
    this.models.set(id, model);
    if (before === undefined) return;
    this.prepared("DELETE FROM equal WHERE model = ?").run(id);
    const update = this.prepared("UPDATE instance SET data = ? WHERE model = ? AND id = ?");
    for (const row of this.prepared("SELECT * FROM instance WHERE model = ?").all(id)) {
      let instance = instanceOf(row);
      if (change !== null) {
        instance = { ...instance, data: change(instance.data) };
        update.run(stringifyExact(instance.data), id, instance.id);
      }
      this.#index(definition, instance);
    }
  }

  removeModel(id: string): void {
    this.prepared("DELETE FROM model WHERE id = ?").run(id);
    for (const table of ["hook", "instance", "equal"]) this.prepared(`DELETE FROM ${table} WHERE model = ?`).run(id);
    this.models.delete(id);
  }

  putHook(model: string, hook: HookDefinition): void {
    if (!this.models.has(model)) return;
    this.#setHook(model, hook);
    this.#revise(model, hook.revision);
  }

  removeHook(model: string, hook: HookName, revision: Seq): void {
    this.prepared("DELETE FROM hook WHERE model = ? AND hook = ?").run(model, hook);
    this.#revise(model, revision);
  }

  putInstance(model: string, put: PutInstance): void {
    const definition = this.models.get(model)?.definition;
    if (definition === undefined) return;
    const { id, revision, modelVersion, updatedAt, data } = put;
    const before = this.prepared("SELECT * FROM instance WHERE model = ? AND id = ?").get(model, id);
    const createdAt = put.createdAt ?? (before?.created_at as string | undefined) ?? updatedAt;
    if (before !== undefined) this.#unindex(definition, instanceOf(before));
    this.prepared("INSERT OR REPLACE INTO instance VALUES (?, ?, ?, ?, ?, ?, ?)")
      .run(model, id, revision, modelVersion, createdAt, updatedAt, stringifyExact(data));
    this.#index(definition, { id, revision, modelVersion, createdAt, updatedAt, data });
  }

  removeInstance(model: string, id: string): void {
    const definition = this.models.get(model)?.definition;
    const before = this.prepared("SELECT * FROM instance WHERE model = ? AND id = ?").get(model, id);
    if (definition === undefined || before === undefined) return;
    this.#unindex(definition, instanceOf(before));
    this.prepared("DELETE FROM instance WHERE model = ? AND id = ?").run(model, id);
  }

  /** Takes a record of a dump. */
  add(record: DumpRecord): void {
    if (record.kind === "model") this.putModel(record.model, null);
    else if (record.kind === "hook") this.#setHook(record.of, record.hook);
    else if (record.kind === "instance") this.putInstance(record.of, record.instance);
  }

  #setHook(model: string, hook: HookDefinition): void {
    this.prepared("INSERT OR REPLACE INTO hook VALUES (?, ?, ?)")
      .run(model, hook.hook, stringifyExact(hook as unknown as Json));
  }

  #revise(id: string, revision: Seq): void {
    const model = this.models.get(id);
    if (model === undefined) return;
    this.models.set(id, { ...model, revision });
    this.prepared("UPDATE model SET revision = ? WHERE id = ? AND version = ?").run(
      revision,
      id,
      model.definition.version,
    );
  }

  #index(definition: ModelDefinition, instance: Instance): void {
    for (const fields of indexedFields(definition)) {
      const key = equalityKey(instance, fields);
      if (key === null) continue;
      this.prepared("INSERT OR IGNORE INTO equal VALUES (?, ?, ?, ?)").run(
        definition.id,
        fields.join(),
        key,
        instance.id,
      );
    }
  }

  #unindex(definition: ModelDefinition, instance: Instance): void {
    for (const fields of indexedFields(definition)) {
      const key = equalityKey(instance, fields);
      if (key === null) continue;
      this.prepared("DELETE FROM equal WHERE model = ? AND fields = ? AND key = ? AND id = ?")
        .run(definition.id, fields.join(), key, instance.id);
    }
  }
}
