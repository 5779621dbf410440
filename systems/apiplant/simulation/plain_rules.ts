/** Models of a simulation: their data is taken as it is. */
import type { ModelRules } from "../commit/rules.ts";
import type { JsonObject } from "../json/json.ts";
import type { HookDefinition, ModelDefinition, StoredModel } from "../model/definition.ts";

/** The models: `item` is unique by `slug`, refers to an `owner`, and its `size` may not be more than its owner's `room`. */
export const MODELS: readonly Omit<ModelDefinition, "version">[] = [
  { id: "owner", fields: { room: { type: "Int" } }, idKind: "any" },
  {
    id: "item",
    fields: {
      slug: { type: "String", unique: true },
      owner: { type: "Reference", model: "owner", onDelete: "cascade" },
      size: { type: "Int" },
    },
    idKind: "any",
  },
];

/** The hooks of each model: what they do, `room_hooks.ts` says. */
export const HOOKS: readonly Omit<HookDefinition, "revision">[] = (
  ["preCreate", "preUpdate", "postCreate", "postUpdate", "postDelete"] as const
).map((hook) => ({ hook, kind: "script", language: "js", source: "", options: {} }));

/** Takes data and definitions as they are. */
export const PLAIN_RULES: ModelRules = {
  data: (_model, data) => data as JsonObject,
  definition: (body, before) => {
    return { ...body, version: (before?.definition.version ?? 0) + 1 } as unknown as ModelDefinition;
  },
  change: () => Promise.resolve(),
  query: (_model: StoredModel, { limit = 50 }) => {
    return { filter: null, search: [], searchFields: [], sort: [], after: null, offset: 0, limit, total: false };
  },
  migrated: (data) => Promise.resolve(data),
};
