import { deepStrictEqual, equal, ok } from "node:assert/strict";
import type { JsonObject } from "../json/json.ts";
import { refused } from "../http/testing/refused.ts";
import { type Got, Served } from "../http/testing/served.ts";
import { ALL_ACTIONS, keyFor, made, OTHER, OWN, REQUIRED, servedWith } from "./testing/surfaces.ts";

const POSTS = "/models/post/instances";
const OWNER = Object.fromEntries(ALL_ACTIONS.map((action) => [action, "owner"]));

/** The place of the PATCH with a condition, which nothing can fulfil that is not there. */
const CONDITIONAL = 4;

/** What tells one refusal from another, without the id that was asked for. */
function shape({ status, body }: Got, id: string): unknown {
  const { requestId: _, ...error } = body.error!;
  return JSON.parse(JSON.stringify({ status, error }).replaceAll(id, "ID"));
}

Deno.test("an instance that may not be read is like one that does not exist, on every route", async () => {
  await using server = await servedWith(OWNER);
  const key = await keyFor(server, "ann"), headers = { "if-match": '"1"' };
  for (
    const [at, ask] of [
      (id: string) => server.ask(`${POSTS}/${id}`, { key }),
      (id: string) => server.ask(`${POSTS}/${id}?at=${server.core.state.seq}`, { key }),
      (id: string) => server.ask(`${POSTS}/${id}/history`, { key }),
      (id: string) => server.ask(`${POSTS}/${id}`, { method: "PATCH", body: {}, key }),
      (id: string) => server.ask(`${POSTS}/${id}`, { method: "PATCH", body: {}, headers, key }),
      (id: string) => server.ask(`${POSTS}/${id}`, { method: "PUT", body: {}, key }),
      (id: string) => server.ask(`${POSTS}/${id}`, { method: "DELETE", headers, key }),
      (id: string) => server.ask(`${POSTS}/${id}/restore`, { body: { revision: 4 }, key }),
      (id: string) => server.ask("/batch", { body: { ops: [{ op: "delete", model: "post", id }] }, key }),
    ].entries()
  ) {
    const there = await ask(OTHER);
    equal(there.status, at === CONDITIONAL ? 412 : 404);
    deepStrictEqual(shape(there, OTHER), shape(await ask("none"), "none"));
  }
});

Deno.test("without credentials, a model that does not exist is like one that is not public", async () => {
  await using server = await servedWith({});
  const create = (model: string) => ({ body: { ops: [{ op: "create", model, data: {} }] } });
  for (
    const ask of [
      (model: string) => server.ask(`/models/${model}/instances`),
      (model: string) => server.ask(`/models/${model}/instances?sort=nope`),
      (model: string) => server.ask(`/models/${model}/instances/a`),
      (model: string) => server.ask(`/models/${model}/instances`, { body: {} }),
      (model: string) => server.ask(`/models/${model}`),
      (model: string) => server.ask("/batch", create(model)),
      (model: string) => server.ask(`/events?models=${model}`),
    ]
  ) {
    const there = await ask("post");
    refused(there, 401, "unauthenticated");
    deepStrictEqual(shape(there, "post"), shape(await ask("none"), "none"));
  }
});

Deno.test("what was someone's and is another's now is neither in the history nor in the past of the first", async () => {
  await using server = await servedWith(OWNER);
  const key = await keyFor(server, "ann"), at = server.core.state.seq, body = { author: "key:bob" };
  await server.ask(`${POSTS}/${OWN}`, { method: "PATCH", body, key: server.adminKey });
  refused(await server.ask(`${POSTS}/${OWN}?at=${at}`, { key }), 404, "not_found");
  refused(await server.ask(`${POSTS}/${OWN}/history`, { key }), 404, "not_found");
  const bob = await keyFor(server, "bob");
  refused(await server.ask(`${POSTS}/${OWN}?at=${at}`, { key: bob }), 404, "not_found");
  const { items } = (await server.ask(`${POSTS}/${OWN}/history`, { key: bob })).body as { items: JsonObject[] };
  deepStrictEqual(items.map(({ payload }) => (payload as JsonObject).author), ["key:bob"]);
});

Deno.test("owners see that their instance is deleted, in streams and in its history; others do not", async () => {
  await using server = await servedWith(OWNER);
  const ann = await keyFor(server, "ann"), bob = await keyFor(server, "bob");
  equal((await server.ask(`/models/note/instances/${OWN}`, { method: "DELETE" })).status, 204);
  const since = server.core.state.seq;
  equal((await server.ask(`${POSTS}/${OWN}`, { method: "DELETE", key: ann })).status, 204);
  const kinds = async (path: string, key: string) => {
    const got = await server.ask(path, { key });
    return got.status === 200 ? (got.body.items as unknown as JsonObject[]).map(({ kind }) => kind) : got.status;
  };
  deepStrictEqual(await kinds(`/events?since=${since}&models=post`, ann), ["instance.deleted"]);
  deepStrictEqual(await kinds(`/events?since=${since}&models=post`, bob), []);
  deepStrictEqual(await kinds(`${POSTS}/${OWN}/history`, ann), ["instance.deleted", "instance.created"]);
  deepStrictEqual(await kinds(`${POSTS}/${OWN}/history`, bob), 404);
  refused(await server.ask(`${POSTS}/${OWN}?at=${server.core.state.seq}`, { key: ann }), 410, "deleted");
  refused(await server.ask(`${POSTS}/${OWN}?at=${server.core.state.seq}`, { key: bob }), 404, "not_found");
});

Deno.test("a refusal because of another instance does not name it to those who are no admins", async () => {
  await using server = await Served.start({ config: REQUIRED });
  const rules = { create: "user", delete: "user", read: "owner" }, fields = { mail: { type: "String", unique: true } };
  await server.define("person", fields, { idKind: "any", rules: { create: "user" } });
  await server.define("team", {}, { idKind: "any", rules: { ...rules, read: "user" } });
  await server.define("member", { team: { type: "Reference", model: "team" } }, { idKind: "any" });
  await made(server, "person", { id: "hidden-one", mail: "a" });
  await made(server, "team", { id: "t" });
  await made(server, "member", { id: "hidden-two", team: "t" });
  const key = await keyFor(server, "ann"), op = { op: "create", model: "person", data: { mail: "a" } };
  const taken = await server.ask("/models/person/instances", { body: { mail: "a" }, key });
  deepStrictEqual(refused(taken, 409, "unique"), { fields: ["mail"] });
  const batch = await server.ask("/batch", { body: { ops: [op] }, key });
  deepStrictEqual(refused(batch, 409, "unique"), { index: 0, details: { fields: ["mail"] } });
  const referenced = await server.ask("/models/team/instances/t", { method: "DELETE", key });
  deepStrictEqual(refused(referenced, 409, "referenced"), {}, "a model that the caller does not know");
  for (const { text } of [taken, batch, referenced]) ok(!text.includes("hidden-"), text);
  const { body } = await server.ask("/models/person/instances", { body: { mail: "a" }, key: server.adminKey });
  deepStrictEqual(body.error!.details, { fields: ["mail"], id: "hidden-one" });
});

Deno.test("who may change but not read gets no data in the answer, also when it is given again", async () => {
  await using server = await servedWith({ update: "public", create: "public" });
  const headers = { "idempotency-key": "k" };
  for (let round = 0; round < 2; round++) {
    const got = await server.ask(`${POSTS}/${OWN}`, { method: "PATCH", body: { n: 5 }, headers });
    deepStrictEqual([got.status, got.body.id, got.body.data], [200, OWN, {}]);
    equal(got.headers.has("idempotency-replayed"), round === 1);
  }
  const ops = [{ op: "patch", model: "post", id: OWN, data: {} }];
  const [result] = (await server.ask("/batch", { body: { ops } })).body.results as unknown as JsonObject[];
  deepStrictEqual((result!.instance as JsonObject).data, {});
});

Deno.test("events show no Idempotency-Keys to those who are no admins, and nothing of models, hooks and keys", async () => {
  await using server = await servedWith({ subscribe: "public" });
  const ops = [{ op: "patch", model: "post", id: OWN, data: { n: 3 } }];
  const headers = { "idempotency-key": "secret-key" };
  equal((await server.ask("/batch", { body: { ops }, headers, key: server.adminKey })).status, 200);
  await keyFor(server, "ann");
  const seen = async (key: string | null) => (await server.ask("/events?since=0&limit=500", { key })).text;
  ok((await seen(server.adminKey)).includes("secret-key"));
  const text = await seen(null);
  ok(!text.includes("secret-key") && text.includes('"kind":"instance.updated"'), text);
  for (const kind of ["model.created", "config.updated", "hook.updated"]) ok(!text.includes(kind), text);
});

Deno.test("events of a model that was deleted are not shown by the rules of a later one of its name", async () => {
  await using server = await servedWith({ subscribe: "public" });
  equal((await server.ask("/models/post?force=true", { method: "DELETE", key: server.adminKey })).status, 204);
  await server.define("post", { author: { type: "String" } }, { idKind: "any", rules: { subscribe: "public" } });
  await made(server, "post", { id: "new", author: "x" });
  const { items } = (await server.ask("/events?since=0&models=post")).body as { items: JsonObject[] };
  deepStrictEqual(items.map(({ instance }) => instance), ["new"]);
});

Deno.test("rules see old events as the present version of their model has them", async () => {
  const open = { if: { open: true } };
  await using server = await Served.start({ config: REQUIRED });
  await server.define("page", { shown: { type: "Bool" } }, { idKind: "any" });
  await made(server, "page", { id: "a", shown: true });
  await made(server, "page", { id: "b", shown: false });
  const body = {
    fields: { open: { type: "Bool" } },
    migration: [{ rename: "shown", to: "open" }],
    rules: { subscribe: { if: { not: { open: false } } }, history: open, read: open },
  };
  const changed = await server.ask("/models/page", { method: "PUT", body, key: server.adminKey });
  equal(changed.status, 200, changed.text);
  const { items } = (await server.ask("/events?since=0&models=page")).body as { items: JsonObject[] };
  deepStrictEqual(items.map(({ instance }) => instance), ["a"]);
  equal((await server.ask("/models/page/instances/a/history")).status, 200);
  equal((await server.ask("/models/page/instances/b/history")).status, 404);
  equal((await server.ask("/models/page/instances/a?at=2")).status, 200);
});

Deno.test("rules hold from the change of a model on, also in streams that are open", async () => {
  await using server = await servedWith({ list: "public", subscribe: "public" });
  equal((await server.ask(POSTS)).status, 200);
  const since = server.core.state.seq, rules = { list: "admin", subscribe: "admin" };
  await server.ask("/models/post", { method: "PATCH", body: { rules }, key: server.adminKey });
  await made(server, "post", { id: "later" });
  refused(await server.ask(POSTS), 401, "unauthenticated");
  const { items } = (await server.ask(`/events?since=${since}`)).body as { items: JsonObject[] };
  deepStrictEqual(items, []);
});
