/** What the tables hold, read as a whole. */
import type { HookDefinition, StoredModel } from "../../../model/definition.ts";
import type { DumpRecord } from "../../model/dump.ts";
import { hookOf, instanceOf, modelOf, OWN } from "./rows.ts";
import type { SqlSession } from "./sql_session.ts";
import { bodies, type Tables } from "./tables.ts";

/** The current definitions by id: of each model the last version. */
export async function currentModels(sql: SqlSession, tables: Tables): Promise<ReadonlyMap<string, StoredModel>> {
  const models = new Map<string, StoredModel>();
  for await (const body of bodies(sql, { table: tables.model, model: null }, OWN.model)) {
    const model = modelOf(body);
    models.set(model.definition.id, model);
  }
  return models;
}

/** The hooks of a model, by name. */
export async function hooksOf(sql: SqlSession, tables: Tables, model: string): Promise<readonly HookDefinition[]> {
  const hooks: HookDefinition[] = [];
  for await (const body of bodies(sql, { table: tables.hook, model }, [])) hooks.push(hookOf(body));
  return hooks.sort((one, other) => one.hook < other.hook ? -1 : 1);
}

/** All records but the head, in the order of a dump. */
export async function* allRecords(sql: SqlSession, tables: Tables): AsyncGenerator<DumpRecord> {
  for (const id of [...(await currentModels(sql, tables)).keys()].sort()) {
    for await (const body of bodies(sql, { table: tables.model, model: id }, OWN.model)) {
      yield { kind: "model", model: modelOf(body) };
    }
    for (const hook of await hooksOf(sql, tables, id)) yield { kind: "hook", of: id, hook };
    for await (const body of bodies(sql, { table: tables.instance, model: id }, OWN.instance)) {
      yield { kind: "instance", of: id, instance: instanceOf(body) };
    }
  }
}
