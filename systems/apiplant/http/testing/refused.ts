/**
 * Refusals as clients see them, of a server with one model and one instance.
 *
 * @module
 */
import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import type { Json, JsonObject } from "../../json/json.ts";
import { type Ask, type Got, Served, type ServedOptions } from "./served.ts";

const FIELDS: JsonObject = {
  title: { type: "String", required: true, max: 20 },
  slug: { type: "String", unique: true },
  parent: { type: "Reference", model: "post" },
};

/** A server with the model `post`, whose instances have any ids, and the instance `a` at the place 2. */
export async function posts(options: ServedOptions = {}): Promise<Served> {
  const server = await Served.start(options);
  await server.define("post", FIELDS, { idKind: "any" });
  await server.create("post", { id: "a", title: "A", slug: "a" });
  return server;
}

/** The instance `a` of the model `post`. */
export const A = "/models/post/instances/a";

/** Sees that an answer is this refusal, with the shape that every refusal has. */
export function refused(got: Got, status: number, code: string): Json {
  const { error } = got.body ?? {};
  ok(error !== undefined, `${got.status} ${got.text}`);
  deepStrictEqual([got.status, error.code], [status, code], got.text);
  deepStrictEqual(Object.keys(error), ["code", "message", "details", "requestId"]);
  equal(error.requestId, got.headers.get("x-request-id"));
  equal(got.headers.get("content-type"), "application/json; charset=utf-8");
  match(String(error.message), /^\S.{10,400}$/);
  ok(got.headers.has("x-seq"));
  return error.details!;
}

/** A body of bytes, sent as JSON. */
export const raw = (body: BodyInit, method = "POST"): Ask => ({
  method,
  raw: body,
  headers: { "content-type": "application/json" },
});
