/** Changes of one instance. */
import { requireSome } from "../../../auth/permit.ts";
import type { Condition, Operation } from "../../../commit/command.ts";
import { Refusal } from "../../../commit/refusal.ts";
import { exceedsBytes } from "../../../json/bytes.ts";
import { isObject } from "../../../json/equal.ts";
import type { Json } from "../../../json/json.ts";
import { isInstanceId } from "../../../model/check_field.ts";
import type { Action } from "../../../model/definition.ts";
import { validationRefusal } from "../../../model/problem.ts";
import { shortened } from "../../../model/validate.ts";
import type { Answer } from "../../answer.ts";
import { JSON_OR_PATCH } from "../../body.ts";
import { committedAnswer } from "../../committed.ts";
import { conditionOf } from "../../conditions.ts";
import { deleteAndErase } from "../../erasing.ts";
import type { Exchange } from "../../exchange.ts";

/** Creates an instance of the body. */
export async function createInstance(exchange: Exchange): Promise<Answer> {
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

/** Replaces all data of an instance, or creates it. */
export async function replaceInstance(exchange: Exchange): Promise<Answer> {
  const ifMatch = conditionOf(exchange.headers, true),
    model = modelFor(exchange, ifMatch === "none" ? "create" : "update");
  const id = idOf(exchange);
  const data = payload(exchange, await exchange.body());
  return committedAnswer(exchange, await exchange.write([{ op: "update", model, id, data, ...when(ifMatch) }]));
}

/** Changes parts of an instance. */
export async function patchInstance(exchange: Exchange): Promise<Answer> {
  const model = modelFor(exchange, "update"), ifMatch = conditionOf(exchange.headers, false), id = idOf(exchange);
  const data = payload(exchange, await exchange.body(JSON_OR_PATCH));
  return committedAnswer(exchange, await exchange.write([{ op: "patch", model, id, data, ...when(ifMatch) }]));
}

/** Deletes an instance, and erases it where that is asked. */
export async function deleteInstance(exchange: Exchange): Promise<Answer> {
  const model = modelFor(exchange, "delete"), ifMatch = conditionOf(exchange.headers, false), id = idOf(exchange);
  if (exchange.flag("erase")) return await deleteAndErase(exchange, model, id, ifMatch);
  return committedAnswer(exchange, await exchange.write([{ op: "delete", model, id, ...when(ifMatch) }]));
}

/** Gives an instance an earlier value. */
export async function restoreInstance(exchange: Exchange): Promise<Answer> {
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
