import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { Refusal } from "../commit/refusal.ts";
import type { JsonObject } from "../json/json.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { StorageError } from "../storage/roles.ts";
import { type Ask, Served } from "./testing/served.ts";

const FIELDS: JsonObject = { title: { type: "String", required: true }, slug: { type: "String", unique: true } };

Deno.test("G4: a refused change leaves no event, no other state and no post hook, in a batch too", async () => {
  const posted: number[] = [];
  let vetoes = false;
  await using server = await Served.start({
    post: (events) => posted.push(...events.map(({ seq }) => seq)),
    pre: () => vetoes ? Promise.reject(new Refusal("vetoed", "Not today")) : undefined,
  });
  const hook = { kind: "script", source: "" };
  await server.define("post", FIELDS, { idKind: "any", hooks: { preCreate: hook, preUpdate: hook, preDelete: hook } });
  await server.create("post", { id: "a", title: "A", slug: "a" });
  await server.create("post", { id: "b", title: "B" });
  const state = async () =>
    (await server.ask("/models/post/instances?total=true")).text + (await server.ask("/models")).text;
  const before = await state(),
    { seq } = (await server.ask("/")).body,
    called = posted.length,
    a = "/models/post/instances/a";
  const json = (method: string, body: JsonObject, headers: Record<string, string> = {}): Ask => ({
    method,
    body,
    headers,
  });
  const fine = { op: "create", model: "post", data: { title: "fine" } };
  const refused: [string, Ask, number][] = [
    ["/models/post/instances", json("POST", {}), 422],
    ["/models/post/instances", json("POST", { title: "x", slug: "a" }), 409],
    ["/models/post/instances", json("POST", { id: "a", title: "x" }), 409],
    [a, json("PATCH", { title: null }), 422],
    [a, json("PATCH", { title: "x" }, { "if-match": '"1"' }), 412],
    [a, { method: "DELETE", headers: { "if-match": '"1"' } }, 412],
    [`${a}/restore`, json("POST", { revision: 1 }), 404],
    ["/models/post", json("PUT", { fields: {} }), 422],
    ["/models", json("POST", { id: "post", fields: {} }), 409],
    ["/batch", json("POST", { ops: [fine, { op: "patch", model: "post", id: "b", data: { slug: "a" } }] }), 409],
    ["/batch", json("POST", { ops: [fine, { op: "delete", model: "post", id: "none" }] }), 404],
  ];
  for (const [path, ask, status] of refused) {
    const got = await server.ask(path, ask);
    equal(got.status, status, `${path} ${got.text}`);
  }
  vetoes = true;
  for (const ask of [json("PATCH", { title: "x" }), json("PUT", { title: "x" }), { method: "DELETE" }]) {
    equal((await server.ask(a, ask)).status, 422);
  }
  equal((await server.ask("/batch", json("POST", { ops: [fine] }))).status, 422);
  deepStrictEqual([await state(), (await server.ask("/")).body.seq, posted.length], [before, seq, called]);
});

Deno.test("G6: a client that saw the answer of its write reads that write at once, however many write", async () => {
  await using server = await Served.start();
  await server.define("post", FIELDS, { idKind: "any" });
  await Promise.all(Array.from({ length: 16 }, async (_, client) => {
    const id = `c${client}`, path = `/models/post/instances/${id}`;
    await server.create("post", { id, title: "0" });
    for (let round = 1; round <= 10; round++) {
      const written = await server.ask(path, { method: "PATCH", body: { title: `${round}` } });
      const read = await server.ask(path);
      deepStrictEqual(read.body, written.body);
      const listed = await server.ask(
        `/models/post/instances?filter[id]=${id}&min-seq=${written.headers.get("x-seq")}`,
      );
      deepStrictEqual((listed.body.items as JsonObject[])[0], written.body);
      ok(Number(read.headers.get("x-seq")) >= Number(written.headers.get("x-seq")));
    }
  }));
});

Deno.test("a request with an Idempotency-Key that is sent many times at once is done once", async () => {
  await using server = await Served.start();
  await server.define("post", FIELDS);
  const ask: Ask = { method: "POST", body: { title: "x" }, headers: { "idempotency-key": "same" } };
  const answers = await Promise.all(Array.from({ length: 8 }, () => server.ask("/models/post/instances", ask)));
  const done = answers.filter(({ status }) => status === 201);
  ok(done.length >= 1 && answers.every(({ status }) => status === 201 || status === 409));
  equal(new Set(done.map(({ text }) => text)).size, 1);
  equal((await server.ask("/models/post/instances?total=true")).body.total, 1);
});

Deno.test("histories work again after the log was out of reach", async () => {
  class Log extends MemoryEventStorage {
    away = false;
    override read(...parameters: Parameters<MemoryEventStorage["read"]>): ReturnType<MemoryEventStorage["read"]> {
      return this.away ? Promise.reject(new StorageError("unavailable", "away")) : super.read(...parameters);
    }
  }
  const log = new Log();
  await using server = await Served.start({ log });
  await server.define("post", FIELDS, { idKind: "any" });
  await server.create("post", { id: "a", title: "A" });
  await server.ask("/models/post/instances/a", { method: "DELETE" });
  log.away = true;
  equal((await server.ask("/models/post/instances/a/history")).status, 503);
  log.away = false;
  equal(((await server.ask("/models/post/instances/a/history")).body.items as JsonObject[]).length, 2);
});

Deno.test("fields may have the names of members that every object of the language has", async () => {
  await using server = await Served.start();
  const names = ["constructor", "toString", "valueOf", "hasOwnProperty"];
  const fields = Object.fromEntries(
    names.map((name): [string, JsonObject] => [name, { type: "String", unique: true, immutable: true }]),
  );
  await server.define("post", fields);
  const posts = "/models/post/instances", [first] = [await server.create("post", {}), await server.create("post", {})];
  for (const name of names) {
    equal((await server.ask(posts, { body: { [name]: "x" } })).status, 201, name);
    equal((await server.ask(posts, { body: { [name]: "x" } })).status, 409, name);
    equal((await server.ask(`${posts}?filter[${name}]=x&sort=${name}&total=true`)).body.total, 1, name);
  }
  deepStrictEqual((await server.ask(`${posts}/${first!.body.id}`)).body.data, {});
  equal((await server.ask(`${posts}/${first!.body.id}`, { method: "PUT", body: {} })).status, 200);
});
