/** The definition that a request makes. */
import { Refusal } from "../commit/refusal.ts";
import { equalJson, isObject } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { mergePatch } from "../json/merge_patch.ts";
import { checkDefinition } from "./check_definition.ts";
import type { HookName, ModelDefinition, StoredModel } from "./definition.ts";
import { validationRefusal } from "./problem.ts";

/**
 * A model as clients read it: the definition, its revision and the names of its hooks. Steps of a migration belong to one
 * change, and are not shown, so that what was read can be sent back.
 */
export function presentModel({ definition, revision }: StoredModel, hooks: readonly HookName[]): JsonObject {
  const { migration: _, ...members } = definition;
  return { ...members, revision, hooks } as unknown as JsonObject;
}

/**
 * The first version of a model.
 *
 * @throws {Refusal} `validation` with all problems.
 */
export function newDefinition(body: Json): ModelDefinition {
  if (isObject(body) && Object.hasOwn(body, "version")) {
    throw validationRefusal([{
      path: "/version",
      code: "unknown",
      message: "`version` must be left out: the first version is 1",
    }]);
  }
  return checked(body, 1);
}

/**
 * The version that follows `current`: a whole definition, or the merge patch of one. What the server adds (`version`,
 * `revision`, `hooks`) may be sent as it was read.
 *
 * @throws {Refusal} `version` if one of these differs from the present one, `validation` with all problems.
 */
export function changedDefinition(
  current: StoredModel,
  hooks: readonly HookName[],
  body: Json,
  patch: boolean,
): ModelDefinition {
  const present = presentModel(current, hooks);
  const whole = patch ? mergePatch(present, body) : body;
  if (!isObject(whole)) return checked(whole, current.definition.version + 1);
  const { version, revision, hooks: names, ...members } = whole;
  for (const [name, sent] of Object.entries({ version, revision, hooks: names })) {
    if (sent === undefined || equalJson(sorted(sent), sorted(present[name]!))) continue;
    const remedy = name === "hooks"
      ? "hooks are changed by their own routes"
      : "read the model again and repeat the change";
    throw new Refusal("version", `\`${name}\` is not the present one: ${remedy}`, {
      field: name,
      current: present[name]!,
    });
  }
  const id = current.definition.id;
  if (Object.hasOwn(members, "id") && members.id !== id) {
    throw validationRefusal([{
      path: "/id",
      code: "immutable",
      message: `\`id\` must be ${id}: a model keeps its id`,
      wanted: id,
    }]);
  }
  return checked({ id, ...members }, current.definition.version + 1);
}

function checked(body: Json, version: number): ModelDefinition {
  const result = checkDefinition(body, version);
  if ("problems" in result) throw validationRefusal(result.problems);
  return result.definition;
}

/** Names of hooks have no order. */
function sorted(value: Json): Json {
  return Array.isArray(value) && value.every((one) => typeof one === "string") ? value.toSorted() : value;
}
