/** Instances of a model. */
import { requireInstance, requireSome } from "../../auth/permit.ts";
import { holds } from "../../auth/rules.ts";
import type { Condition, Operation } from "../../commit/command.ts";
import { missingInstance } from "../../commit/missing.ts";
import { Refusal } from "../../commit/refusal.ts";
import type { Event } from "../../event/event.ts";
import { exceedsBytes } from "../../json/bytes.ts";
import { isObject } from "../../json/equal.ts";
import type { Json, JsonObject } from "../../json/json.ts";
import { isInstanceId } from "../../model/check_field.ts";
import type { Action, ModelDefinition, StoredModel } from "../../model/definition.ts";
import type { Instance } from "../../model/instance.ts";
import { validationRefusal } from "../../model/problem.ts";
import { wrongQuery } from "../../model/query_fields.ts";
import { shortened } from "../../model/validate.ts";
import { instanceAfter } from "../../state/overlay.ts";
import { type Answer, empty, etag, json } from "../answer.ts";
import { JSON_OR_PATCH } from "../body.ts";
import { committedAnswer } from "../committed.ts";
import { conditionOf, isKnown } from "../conditions.ts";
import { deleteAndErase } from "../erasing.ts";
import type { Exchange } from "../exchange.ts";
import { Expansion } from "../expand.ts";
import { notOurs, placeOf } from "../history.ts";
import { LIST_PARAMETERS, listInstances, project, projectionOf } from "../list.ts";
import { waitForSeq } from "../wait_for_seq.ts";
import { type Route, WRITE_REFUSALS } from "../route.ts";

async function readInstance(exchange: Exchange): Promise<Answer> {
  const model = exchange.model(),
    { definition } = model,
    { state } = exchange.server.core;
  requireSome(exchange.caller, definition, "read");
  const projection = projectionOf(exchange, definition),
    expansion = new Expansion(exchange, definition, exchange.parameter("expand"));
  expansion.checkNames(projection);
  const at = exchange.parameter("at"), seq = state.seq;
  const instance = at === null ? await present(exchange, model) : await past(exchange, definition, at);
  const tag = etag(instance.revision), headers = { etag: tag };
  // With other instances in it, the answer can change while the revision stays.
  if (exchange.parameter("expand") === null && isKnown(exchange.headers, tag)) {
    return { ...empty(304, headers), seq };
  }
  const version = at === null ? definition.version : instance.modelVersion;
  const presented = await expansion.expand(exchange.present(definition, instance, version));
  return { ...json(project(presented, projection), 200, headers), seq };
}

async function present({ params, server, caller }: Exchange, { definition }: StoredModel): Promise<Instance> {
  const instance = isInstanceId(params.iid) ? await server.core.state.get(definition.id, params.iid) : null;
  if (instance === null) throw missingInstance(definition.id, params.iid!);
  requireInstance(caller, definition, "read", instance);
  return instance;
}

/** An instance as it was at a place or a time. */
async function past(exchange: Exchange, definition: ModelDefinition, at: string): Promise<Instance> {
  await requirePresent(exchange, definition, PAST);
  const { params, server, signal, caller } = exchange, place = await placeOf(server.core, at);
  if (place === null || place > server.core.state.seq && /^\d+$/.test(at)) {
    throw wrongQuery("`at` must be a seq up to the present one, or a time such as 2026-11-29T10:00:00Z", {
      parameter: "at",
    });
  }
  const events = isInstanceId(params.iid) ? server.history.events(definition.id, params.iid, null, signal) : [];
  for await (const event of events) {
    if (event.seq > place) continue;
    const instance = instanceAfter(event), { value } = await server.values.of(event);
    for (const action of PAST) {
      if (value !== null) requireInstance(caller, definition, action, value);
      else if (requireSome(caller, definition, action) !== "all") throw missingInstance(definition.id, params.iid!);
    }
    if (instance !== null) return instance;
    throw new Refusal("deleted", `${definition.id} ${shortened(params.iid!)} was deleted then`, {
      revision: event.seq,
    });
  }
  throw missingInstance(definition.id, params.iid!);
}

/** What a value of the past takes: the rules for it, and for what there is now. */
const PAST = ["read", "history"] as const;

/** Refuses the past of an instance whose present the caller may not see. */
async function requirePresent(
  { params, server, caller }: Exchange,
  definition: ModelDefinition,
  actions: readonly Action[],
): Promise<void> {
  for (const action of actions) requireSome(caller, definition, action);
  const now = isInstanceId(params.iid) ? await server.core.state.get(definition.id, params.iid) : null;
  if (now !== null) { for (const action of actions) requireInstance(caller, definition, action, now); }
}

async function createInstance(exchange: Exchange): Promise<Answer> {
  const model = modelFor(exchange, "create"), body = await exchange.body();
  return committedAnswer(exchange, await exchange.write([createOperation(exchange, model, body, "")]));
}

/** The creation of a body, which may have an id beside its fields. */
export function createOperation(exchange: Exchange, model: string, body: Json, path: string): Operation {
  if (!isObject(body) || !Object.hasOwn(body, "id")) {
    return { op: "create", model, data: payload(exchange, body) };
  }
  const { id, ...data } = body;
  requireId(id!, `${path}/id`);
  return { op: "create", model, id: id as string, data: payload(exchange, data) };
}

/** Refuses values of more than `payload-max` bytes, and gives the others back. */
export function payload(exchange: Exchange, data: Json): Json {
  const { payloadMax } = exchange.server.config.limits;
  // It is a part of the body, and a character has at most six times the bytes when it is written anew.
  if (exchange.bodySize * 6 <= payloadMax) return data;
  if (!exceedsBytes(data, payloadMax)) return data;
  throw new Refusal("too_large", `The data has more than ${payloadMax} bytes: send less`, { limit: payloadMax });
}

/** Refuses what cannot be the id of an instance. */
export function requireId(id: Json, path: string): void {
  if (isInstanceId(id)) return;
  const message = `\`${path.slice(1)}\` must be 1 to 128 letters, digits, and . _ ~ -, with a letter or digit first`;
  throw validationRefusal([{ path, code: "format", message }]);
}

async function replaceInstance(exchange: Exchange): Promise<Answer> {
  const ifMatch = conditionOf(exchange.headers, true),
    model = modelFor(exchange, ifMatch === "none" ? "create" : "update");
  const id = idOf(exchange);
  const data = payload(exchange, await exchange.body());
  return committedAnswer(exchange, await exchange.write([{ op: "update", model, id, data, ...when(ifMatch) }]));
}

async function patchInstance(exchange: Exchange): Promise<Answer> {
  const model = modelFor(exchange, "update"), ifMatch = conditionOf(exchange.headers, false), id = idOf(exchange);
  const data = payload(exchange, await exchange.body(JSON_OR_PATCH));
  return committedAnswer(exchange, await exchange.write([{ op: "patch", model, id, data, ...when(ifMatch) }]));
}

async function deleteInstance(exchange: Exchange): Promise<Answer> {
  const model = modelFor(exchange, "delete"), ifMatch = conditionOf(exchange.headers, false), id = idOf(exchange);
  if (exchange.flag("erase")) return await deleteAndErase(exchange, model, id, ifMatch);
  return committedAnswer(exchange, await exchange.write([{ op: "delete", model, id, ...when(ifMatch) }]));
}

async function restoreInstance(exchange: Exchange): Promise<Answer> {
  const model = modelFor(exchange, "history"), id = idOf(exchange), body = await exchange.body();
  const revision = isObject(body) ? body.revision : undefined;
  const others = isObject(body) ? Object.keys(body).filter((name) => name !== "revision") : [];
  if (!Number.isSafeInteger(revision) || revision as number < 1 || others.length > 0) {
    const path = others.length > 0 ? `/${shortened(others[0]!)}` : "/revision";
    const message = "The body must be an object with the member `revision`, a revision of the instance, and no other";
    throw validationRefusal([{
      path,
      code: others.length > 0 ? "unknown" : revision === undefined ? "required" : "type",
      message,
    }]);
  }
  return committedAnswer(exchange, await exchange.write([{ op: "restore", model, id, revision: revision as number }]));
}

/**
 * The event at which a page of a history begins; `null` for the newest. A server may be behind the one that gave the cursor: the event
 * waits until its definition and rules are here.
 */
async function placeOfCursor(exchange: Exchange): Promise<number | null> {
  const cursor = exchange.parameter("cursor"), { core } = exchange.server;
  if (cursor === null) return null;
  if (!/^\d{1,15}$/.test(cursor)) throw notOurs();
  const place = Number(cursor);
  if (place <= core.state.seq) return place;
  if (place > (await core.log.info()).head) throw notOurs();
  await waitForSeq(exchange, place);
  return place;
}

/** The events of an instance, newest first. */
async function readHistory(exchange: Exchange): Promise<Answer> {
  const model = exchange.model(), { definition } = model, { server, params, signal } = exchange;
  await requirePresent(exchange, definition, ["history"]);
  const allowed = requireSome(exchange.caller, definition, "history");
  const limit = exchange.integer("limit", 50, 1, server.config.limits.pageMax), as = exchange.parameter("as");
  if (as !== null && as !== "current") throw wrongQuery("`as` must be current", { parameter: "as" });
  const from = await placeOfCursor(exchange), items: JsonObject[] = [], seq = server.core.state.seq;
  let next: string | null = null;
  if (isInstanceId(params.iid)) {
    const events = server.history.events(definition.id, params.iid, from, signal);
    for await (const event of events) {
      if (typeof allowed !== "string") {
        const { value } = await server.values.of(event);
        if (value === null || !holds(definition, allowed, value)) continue;
      }
      if (items.length === limit) {
        next = String(event.seq);
        break;
      }
      items.push(server.hidden.view(as === null ? event : await asCurrent(exchange, event, model), exchange.view));
    }
  }
  if (items.length === 0) throw missingInstance(definition.id, params.iid!);
  return { ...json({ items, next }), seq };
}

/** An event whose payload went through the migrations since. */
async function asCurrent({ server }: Exchange, event: Event, model: StoredModel): Promise<Event> {
  if (event.payload === undefined || event.modelVersion === undefined) return event;
  const payload = await server.rules.migrated(
    event.payload as JsonObject,
    event.modelVersion,
    model,
    server.core.state,
  );
  return { ...event, payload, modelVersion: model.definition.version };
}

/** The model that the path names; callers that may not do this to any of its instances are refused before their body is read. */
function modelFor(exchange: Exchange, action: Action): string {
  const definition = exchange.definition();
  requireSome(exchange.caller, definition, action);
  return definition.id;
}

function idOf({ params }: Exchange): string {
  requireId(params.iid!, "/id");
  return params.iid!;
}

function when(ifMatch: Condition | undefined): { ifMatch?: Condition } {
  return ifMatch === undefined ? {} : { ifMatch };
}

const CHANGES = [...WRITE_REFUSALS, "not_found", "validation", "vetoed", "hook_timeout", "hook_failed"] as const;
const ONE = "/models/:id/instances/:iid";

/** The routes of instances. */
export const INSTANCE_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/models/:id/instances",
    name: "list",
    summary: "A page of instances",
    query: LIST_PARAMETERS,
    answers: { 200: "instances" },
    refusals: ["not_found", "cursor"],
    access: "rules",
    actions: ["list"],
    handle: listInstances,
  },
  {
    method: "POST",
    path: "/models/:id/instances",
    name: "create",
    summary: "Create an instance",
    query: ["bigint"],
    body: "data",
    headers: ["idempotency-key"],
    answers: { 201: "instance" },
    refusals: [...CHANGES, "exists", "unique"],
    access: "rules",
    actions: ["create"],
    handle: createInstance,
  },
  {
    method: "GET",
    path: ONE,
    name: "read",
    summary: "An instance, now or at an earlier place or time",
    query: ["at", "fields", "expand", "bigint"],
    headers: ["if-none-match"],
    answers: { 200: "instance", 304: null },
    refusals: ["not_found", "deleted", "compacted"],
    access: "rules",
    actions: ["read"],
    handle: readInstance,
  },
  {
    method: "PUT",
    path: ONE,
    name: "replace",
    summary: "Replace all data of an instance, or create it with If-None-Match: *",
    query: ["bigint"],
    body: "data",
    headers: ["if-match", "if-none-match", "idempotency-key"],
    answers: { 200: "instance", 201: "instance" },
    refusals: [...CHANGES, "unique", "revision", "if_match_required"],
    access: "rules",
    actions: ["update"],
    handle: replaceInstance,
  },
  {
    method: "PATCH",
    path: ONE,
    name: "patch",
    summary: "Change parts of an instance by a merge patch",
    query: ["bigint"],
    body: "patch",
    headers: ["if-match", "idempotency-key"],
    answers: { 200: "instance" },
    refusals: [...CHANGES, "unique", "revision", "if_match_required"],
    access: "rules",
    actions: ["update"],
    handle: patchInstance,
  },
  {
    method: "DELETE",
    path: ONE,
    name: "delete",
    summary: "Delete an instance",
    query: ["erase"],
    headers: ["if-match", "idempotency-key"],
    answers: { 204: null },
    refusals: [...CHANGES, "referenced", "revision", "if_match_required"],
    access: "rules",
    actions: ["delete"],
    handle: deleteInstance,
  },
  {
    method: "GET",
    path: `${ONE}/history`,
    name: "history",
    summary: "The events of an instance, newest first",
    query: ["limit", "cursor", "as"],
    answers: { 200: "history" },
    refusals: ["not_found", "cursor", "compacted"],
    access: "rules",
    actions: ["history"],
    handle: readHistory,
  },
  {
    method: "POST",
    path: `${ONE}/restore`,
    name: "restore",
    summary: "Give an instance the value that it had at a revision",
    query: ["bigint"],
    body: "restore",
    headers: ["idempotency-key"],
    answers: { 200: "instance", 201: "instance" },
    refusals: [...CHANGES, "unique", "compacted"],
    access: "rules",
    actions: ["update", "history"],
    handle: restoreInstance,
  },
];
