/** Changes the tables by what events changed. Its caller opens and ends the transactions. */
import type { HookDefinition, StoredModel } from "../../../model/definition.ts";
import type { Instance } from "../../../model/instance.ts";
import type { ChangeData } from "../../model/applying.ts";
import type { DumpRecord } from "../../model/dump.ts";
import type { DefinitionChange, InstanceChange, Step } from "./changes.ts";
import { COLUMNS, equalRows, hookRow, instanceOf, instanceRow, modelPlace, modelRow, OWN } from "./rows.ts";
import { type SqlSession, textIn } from "./sql_session.ts";
import { bodies, placeOf, type Tables } from "./tables.ts";

/** Instances that are written at once. */
const BATCH = 100;

/** The tables within a transaction. */
export class TableContent {
  readonly #sql: SqlSession;
  readonly #tables: Tables;
  /** The current definitions, which follow the changes. */
  readonly models: Map<string, StoredModel>;

  /** Changes the tables, of which these are the current definitions. */
  constructor(sql: SqlSession, tables: Tables, models: ReadonlyMap<string, StoredModel>) {
    this.#sql = sql;
    this.#tables = tables;
    this.models = new Map(models);
  }

  /** Empties all tables but that of the place. */
  async clear(): Promise<void> {
    const { model, hook, instance, equal } = this.#tables;
    for (const table of [model, hook, instance, equal]) await this.#sql.write(`DELETE FROM ${table}`);
    this.models.clear();
  }

  /** Carries out a step. */
  async take(step: Step): Promise<void> {
    if (step.kind === "instances") {
      for (let at = 0; at < step.changes.length; at += BATCH) await this.#write(step.changes.slice(at, at + BATCH));
    } else await this.#define(step);
  }

  /** Takes records of a dump. */
  async add(records: readonly DumpRecord[]): Promise<void> {
    const instances = new Map<string, Instance[]>();
    for (const record of records) {
      if (record.kind === "model") await this.#putModel(record.model, null);
      else if (record.kind === "hook") await this.#putHook(record.of, record.hook);
      else if (record.kind === "instance") {
        const known = instances.get(record.of);
        if (known === undefined) instances.set(record.of, [record.instance]);
        else known.push(record.instance);
      }
    }
    for (const [model, some] of instances) await this.#insert(model, some);
  }

  async #define(change: DefinitionChange): Promise<void> {
    switch (change.kind) {
      case "model":
        return await this.#putModel(change.model, change.change);
      case "no model":
        return await this.#removeModel(change.id);
      case "hook":
        if (!this.models.has(change.of)) return;
        await this.#putHook(change.of, change.hook);
        return await this.#revise(change.of, change.hook.revision);
      case "no hook":
        await this.#delete(this.#tables.hook, change.of, [change.hook]);
        return await this.#revise(change.of, change.revision);
    }
  }

  async #putModel(model: StoredModel, change: ChangeData | null): Promise<void> {
    const { id, version } = model.definition;
    const isNew = !this.models.has(id);
    await this.#delete(this.#tables.model, id, [modelPlace(id, version)]);
    await this.#sql.insert(this.#tables.model, COLUMNS.model, [modelRow(model)]);
    this.models.set(id, model);
    if (isNew) return;
    await this.#sql.write(`DELETE FROM ${this.#tables.equal} WHERE model = ?`, [id]);
    let some: Instance[] = [];
    const again = async () => {
      if (change !== null) {
        await this.#delete(this.#tables.instance, id, some.map((one) => placeOf(one.id)));
        await this.#insert(id, some.map((one) => ({ ...one, data: change(one.data) })));
      } else await this.#index(id, some);
      some = [];
    };
    for await (const body of bodies(this.#sql, { table: this.#tables.instance, model: id }, OWN.instance)) {
      some.push(instanceOf(body));
      if (some.length === BATCH) await again();
    }
    await again();
  }

  async #removeModel(id: string): Promise<void> {
    const { model, hook, instance, equal } = this.#tables;
    for (const table of [model, hook, instance, equal]) {
      await this.#sql.write(`DELETE FROM ${table} WHERE model = ?`, [id]);
    }
    this.models.delete(id);
  }

  async #putHook(of: string, hook: HookDefinition): Promise<void> {
    await this.#delete(this.#tables.hook, of, [hook.hook]);
    await this.#sql.insert(this.#tables.hook, COLUMNS.hook, [hookRow(of, hook)]);
  }

  async #revise(id: string, revision: number): Promise<void> {
    const model = this.models.get(id);
    if (model === undefined) return;
    this.models.set(id, { ...model, revision });
    await this.#sql.write(`UPDATE ${this.#tables.model} SET revision = ? WHERE model = ? AND place = ?`, [
      revision,
      id,
      modelPlace(id, model.definition.version),
    ]);
  }

  /** Writes changes, of each instance the last one. */
  async #write(changes: readonly InstanceChange[]): Promise<void> {
    for (const [model, own] of Map.groupBy(changes, ({ model }) => model)) {
      if (!this.models.has(model)) continue;
      const created = await this.#created(model, own.map(idOf));
      const there = [...created.keys()];
      const after = new Map<string, Instance>();
      for (const change of own) {
        const id = idOf(change);
        if (change.kind === "remove") {
          created.delete(id);
          after.delete(id);
          continue;
        }
        const { createdAt: given, ...rest } = change.instance;
        const createdAt = given ?? created.get(id) ?? rest.updatedAt;
        created.set(id, createdAt);
        after.set(id, { ...rest, createdAt });
      }
      const places = there.map(placeOf);
      await this.#delete(this.#tables.equal, model, places);
      await this.#delete(this.#tables.instance, model, places);
      await this.#insert(model, [...after.values()]);
    }
  }

  /** When the instances that exist were made. */
  async #created(model: string, ids: readonly string[]): Promise<Map<string, string>> {
    const places = [...new Set(ids)].map(placeOf);
    const rows = await this.#sql.rows(
      `SELECT id, created_at FROM ${this.#tables.instance} WHERE model = ? AND place IN (${listOf(places)})`,
      [model, ...places],
    );
    return new Map(rows.map(([id, createdAt]) => [textIn(id), textIn(createdAt)]));
  }

  async #insert(model: string, instances: readonly Instance[]): Promise<void> {
    const rows = instances.map((one) => instanceRow(model, one));
    await this.#sql.insert(this.#tables.instance, COLUMNS.instance, rows);
    await this.#index(model, instances);
  }

  async #index(model: string, instances: readonly Instance[]): Promise<void> {
    const definition = this.models.get(model)?.definition;
    if (definition === undefined) return;
    const rows = instances.flatMap((one) => equalRows(definition, one));
    await this.#sql.insert(this.#tables.equal, COLUMNS.equal, rows);
  }

  async #delete(table: string, model: string, places: readonly string[]): Promise<void> {
    if (places.length === 0) return;
    await this.#sql.write(`DELETE FROM ${table} WHERE model = ? AND place IN (${listOf(places)})`, [model, ...places]);
  }
}

function idOf(change: InstanceChange): string {
  return change.kind === "put" ? change.instance.id : change.id;
}

function listOf(values: readonly unknown[]): string {
  return values.map(() => "?").join(", ");
}
