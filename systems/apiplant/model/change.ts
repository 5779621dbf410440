/** Definitions as requests make them and answers show them. */
import type { Json, JsonObject } from "../json/json.ts";
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
 * The definition in a request's body, as the version that follows `before`. A body without an id has that of `before`.
 *
 * @throws {Refusal} `validation` with all problems.
 */
export function nextDefinition(body: JsonObject, before: ModelDefinition | null): ModelDefinition {
  if (before === null) return checked(body, 1);
  const { id } = before;
  if (Object.hasOwn(body, "id") && body.id !== id) {
    const message = `\`id\` must be ${id}: a model keeps its id`;
    throw validationRefusal([{ path: "/id", code: "immutable", message, wanted: id }]);
  }
  return checked({ id, ...body }, before.version + 1);
}

function checked(body: Json, version: number): ModelDefinition {
  const result = checkDefinition(body, version);
  if ("problems" in result) throw validationRefusal(result.problems);
  return result.definition;
}
