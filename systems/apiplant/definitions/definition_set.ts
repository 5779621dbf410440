/** Definitions of models with their hooks, as one document that travels between servers. */
import { parseHook } from "../http/hook_body.ts";
import { isObject } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { nextDefinition } from "../model/change.ts";
import { referenceFields } from "../model/constraints.ts";
import type { HookDefinition, ModelDefinition } from "../model/definition.ts";
import { validationRefusal } from "../model/problem.ts";
import type { Reader } from "../state/reader.ts";

/** A model without what belongs to one log: its number and its hooks' places. */
export interface DefinedModel {
  /** Checked and canonical, with version 1 and no migration. */
  readonly definition: ModelDefinition;
  /** By name. */
  readonly hooks: readonly Omit<HookDefinition, "revision">[];
}

/** The document: `{ "v": 1, "models": [ { "id", "fields", ..., "hooks": { name: body } } ] }`, models by id. */
export function exportDefinitions(state: Pick<Reader, "models" | "hooks">): JsonObject {
  const models = state.models().map(({ definition }) => {
    const { version: _version, migration: _migration, ...members } = definition;
    const hooks = state.hooks(definition.id).map(({ hook, revision: _revision, ...body }) => [hook, { ...body }]);
    return { ...members, ...hooks.length === 0 ? {} : { hooks: Object.fromEntries(hooks) } } as unknown as JsonObject;
  });
  return { v: 1, models };
}

/**
 * The models of a document, each after those that it refers to as far as that is possible.
 *
 * @throws {Refusal} `validation` with every problem of the first model that has one, `unknown_hook` for a hook's name.
 */
export function parseDefinitions(document: Json): DefinedModel[] {
  const { v, models, ...others } = isObject(document) ? document : {};
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw wrong(`/${unknown}`, "unknown", "is not a member of definitions");
  if (v !== 1) throw wrong("/v", v === undefined ? "required" : "enum", "must be 1, the version of this document");
  if (!Array.isArray(models)) throw wrong("/models", "type", "must be a list of models");
  const parsed = models.map((model: Json, at) => parseModel(model, `/models/${at}`));
  const ids = new Set<string>();
  for (const [at, { definition: { id } }] of parsed.entries()) {
    if (ids.has(id)) throw wrong(`/models/${at}/id`, "unique", `is ${id}, which another model of the document has`);
    ids.add(id);
  }
  return inOrder(parsed);
}

function parseModel(model: Json, path: string): DefinedModel {
  if (!isObject(model)) throw wrong(path, "type", "must be an object");
  const { hooks = {}, ...members } = model;
  if (members.migration !== undefined) throw wrong(`${path}/migration`, "unknown", "is not a member of definitions");
  if (!isObject(hooks)) throw wrong(`${path}/hooks`, "type", "must be an object from the name of a hook to its body");
  return {
    definition: nextDefinition(members, null),
    hooks: Object.entries(hooks).map(([name, body]) => parseHook(name, body, `${path}/hooks/${name}`)),
  };
}

/** Models before those that refer to them; of a circle, one comes first. */
function inOrder(models: readonly DefinedModel[]): DefinedModel[] {
  const byId = new Map(models.map((one) => [one.definition.id, one])), placed = new Set<DefinedModel>();
  const place = (one: DefinedModel, above: ReadonlySet<DefinedModel>) => {
    if (placed.has(one) || above.has(one)) return;
    for (const { model } of referenceFields(one.definition)) {
      const target = byId.get(model);
      if (target !== undefined) place(target, new Set([...above, one]));
    }
    placed.add(one);
  };
  for (const one of models) place(one, new Set());
  return [...placed];
}

function wrong(path: string, code: "unknown" | "required" | "type" | "enum" | "unique", message: string): Error {
  return validationRefusal([{ path, code, message: `\`${path.slice(1)}\` ${message}` }]);
}
