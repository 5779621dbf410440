/** Models. */
import type { Operation } from "../../commit/command.ts";
import { Refusal } from "../../commit/refusal.ts";
import { isObject } from "../../json/equal.ts";
import type { Json, JsonObject } from "../../json/json.ts";
import type { ModelDefinition, StoredModel } from "../../model/definition.ts";
import { validationRefusal } from "../../model/problem.ts";
import { type Answer, empty, etag, json } from "../answer.ts";
import { JSON_OR_PATCH } from "../body.ts";
import { committedAnswer } from "../committed.ts";
import { conditionOf, isKnown } from "../conditions.ts";
import type { Exchange } from "../exchange.ts";
import { parseHook } from "../hook_body.ts";
import { presentStored } from "../present.ts";
import { type Route, WRITE_REFUSALS } from "../route.ts";

function present(exchange: Exchange, model: StoredModel): JsonObject {
  return presentStored(model, exchange.server.core.state.hooks(model.definition.id).map(({ hook }) => hook));
}

function listModels(exchange: Exchange): Answer {
  const items = exchange.server.core.state.models().map((model) => present(exchange, model));
  return json({ items, total: items.length });
}

async function readModel(exchange: Exchange): Promise<Answer> {
  const model = exchange.model(), latest = model.definition.version;
  const version = exchange.integer("version", latest, 1, Number.MAX_SAFE_INTEGER);
  if (version === latest) {
    const tag = etag(model.revision);
    return isKnown(exchange.headers, tag)
      ? empty(304, { etag: tag })
      : json(present(exchange, model), 200, { etag: tag });
  }
  const older = await exchange.server.core.state.modelVersion(model.definition.id, version);
  if (older !== null) return json(presentStored(older, []));
  throw new Refusal("not_found", `The model ${model.definition.id} has no version ${version}: its last is ${latest}`, {
    latest,
  });
}

async function createModel(exchange: Exchange): Promise<Answer> {
  const body = await exchange.body(), { modelsMax } = exchange.server.config.limits;
  if (!isObject(body)) {
    throw validationRefusal([{ path: "", code: "type", message: "The model must be a JSON object", wanted: "object" }]);
  }
  if (exchange.server.core.state.models().length >= modelsMax) {
    throw new Refusal("too_large", `The server has ${modelsMax} models, which is its limit`, { limit: modelsMax });
  }
  const { hooks, ...definition } = body;
  const given = hooks === undefined ? [] : hooksOf(exchange, hooks);
  const operation: Operation = {
    op: "createModel",
    definition: definition as unknown as Omit<ModelDefinition, "version">,
    ...(given.length === 0 ? {} : { hooks: given }),
  };
  return committedAnswer(exchange, await exchange.write([operation]));
}

/** The hooks that come with a model: they are code, and only programs of this machine may bring it. */
function hooksOf(exchange: Exchange, hooks: Json): ReturnType<typeof parseHook>[] {
  if (Array.isArray(hooks) && hooks.length === 0) return [];
  if (!isObject(hooks)) {
    const message = "`hooks` must be an object from the name of a hook to its body";
    throw validationRefusal([{ path: "/hooks", code: "type", message, wanted: "object" }]);
  }
  if (!exchange.isOperator) {
    throw new Refusal("forbidden", "Hooks can be defined by programs of the server's machine only");
  }
  return Object.entries(hooks).map(([name, body]) => parseHook(name, body, `/hooks/${name}`));
}

async function updateModel(exchange: Exchange, patch: boolean): Promise<Answer> {
  const model = exchange.model().definition.id;
  const ifMatch = conditionOf(exchange.headers, false);
  const body = await exchange.body(patch ? JSON_OR_PATCH : undefined);
  if (!isObject(body)) {
    throw validationRefusal([{ path: "", code: "type", message: "The body must be a JSON object", wanted: "object" }]);
  }
  return committedAnswer(exchange, await exchange.write([{ op: "updateModel", model, body, patch, ...when(ifMatch) }]));
}

async function deleteModel(exchange: Exchange): Promise<Answer> {
  const model = exchange.model().definition.id, ifMatch = conditionOf(exchange.headers, false);
  return committedAnswer(
    exchange,
    await exchange.write([{ op: "deleteModel", model, force: exchange.flag("force"), ...when(ifMatch) }]),
  );
}

function when<T>(ifMatch: T | undefined): { ifMatch?: T } {
  return ifMatch === undefined ? {} : { ifMatch };
}

/** The routes of models. */
export const MODEL_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/models",
    name: "listModels",
    summary: "All models",
    query: [],
    answers: { 200: "models" },
    refusals: [],
    handle: listModels,
  },
  {
    method: "POST",
    path: "/models",
    name: "createModel",
    summary: "Define a model",
    query: [],
    body: "newModel",
    headers: ["idempotency-key"],
    answers: { 201: "model" },
    refusals: [...WRITE_REFUSALS, "exists", "validation", "unknown_hook", "hook_source", "hook_name"],
    handle: createModel,
  },
  {
    method: "GET",
    path: "/models/:id",
    name: "readModel",
    summary: "A model, or an older version of it",
    query: ["version"],
    headers: ["if-none-match"],
    answers: { 200: "model", 304: null },
    refusals: ["not_found"],
    handle: readModel,
  },
  {
    method: "PUT",
    path: "/models/:id",
    name: "replaceModel",
    summary: "Change a model: its version grows by one",
    query: [],
    body: "newModel",
    headers: ["if-match", "idempotency-key"],
    answers: { 200: "model" },
    refusals: [...WRITE_REFUSALS, "not_found", "version", "validation", "migration"],
    handle: (exchange) => updateModel(exchange, false),
  },
  {
    method: "PATCH",
    path: "/models/:id",
    name: "patchModel",
    summary: "Change parts of a model by a merge patch",
    query: [],
    body: "modelPatch",
    headers: ["if-match", "idempotency-key"],
    answers: { 200: "model" },
    refusals: [...WRITE_REFUSALS, "not_found", "version", "validation", "migration"],
    handle: (exchange) => updateModel(exchange, true),
  },
  {
    method: "DELETE",
    path: "/models/:id",
    name: "deleteModel",
    summary: "Delete a model with its hooks and instances",
    query: ["force"],
    headers: ["if-match", "idempotency-key"],
    answers: { 204: null },
    refusals: [...WRITE_REFUSALS, "not_found", "version", "referenced"],
    handle: deleteModel,
  },
];
