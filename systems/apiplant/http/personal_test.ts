import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import type { PreCall } from "../hooks/runner.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { MemoryModelStorage } from "../storage/memory/model_storage.ts";
import { refused } from "./testing/refused.ts";
import { type Got, Served, type ServedOptions } from "./testing/served.ts";
import { SseReader } from "./testing/sse.ts";

const FIELDS: JsonObject = {
  nick: { type: "String" },
  email: { type: "String", personal: true, required: true, unique: true },
  born: { type: "Date", personal: true },
  notes: { type: "JSON", personal: true },
  number: { type: "BigInt", personal: true },
};
const ADA: JsonObject = { nick: "ada", email: "ada@example.org", born: "1815-12-10", notes: { a: ["x"] } };
const ONE = "/models/person/instances/a";

/** A server with the model `person` and the instance `a` at the place 2. */
async function people(options: ServedOptions = {}): Promise<Served> {
  const server = await Served.start(options);
  await server.define("person", FIELDS, { idKind: "any" });
  await server.create("person", { id: "a", ...ADA });
  return server;
}

const erase = (server: Served, path = ONE) => server.ask(`${path}/erase`, { method: "POST" });
const dataOf = ({ body }: Got) => body.data as JsonObject;

/** Every text that the storages have. */
async function stored(log: MemoryEventStorage, models: MemoryModelStorage): Promise<string> {
  const { entries } = await log.read(1, 1_000);
  const lines = await Array.fromAsync(models.dump());
  return [...entries.map(({ json }) => json), ...lines].join("\n");
}

Deno.test("personal fields are read as they were written, and no storage has their values", async () => {
  const log = new MemoryEventStorage(), models = new MemoryModelStorage();
  await using server = await people({ log, models });
  const created = await server.create("person", { id: "b", email: "b@example.org", number: 9007199254740993n });
  equal(dataOf(created).email, "b@example.org");
  match(created.text, /"number":9007199254740993/);
  deepStrictEqual(dataOf(await server.ask(ONE)), ADA);
  const list = await server.ask("/models/person/instances");
  deepStrictEqual((list.body.items as JsonObject[])[0]!.data, ADA);
  const text = await stored(log, models);
  ok(text.includes('"nick":"ada"') && text.includes('"$enc"'));
  for (const value of ["example.org", "1815-12-10", "9007199254740993"]) ok(!text.includes(value), value);
  ok(!created.text.includes("$enc") && !list.text.includes("$enc"));
});

Deno.test("a change of personal data is checked as any other, and unchanged values stay as they were encrypted", async () => {
  const log = new MemoryEventStorage();
  await using server = await people({ log });
  const invalid = await server.ask(ONE, { method: "PATCH", body: { email: "secret".repeat(20_000), born: "never" } });
  refused(invalid, 422, "validation");
  ok(!invalid.text.includes("secretsecret"));
  refused(await server.ask(ONE, { method: "PATCH", body: { email: null } }), 422, "validation");
  const patched = await server.ask(ONE, { method: "PATCH", body: { born: "1815-12-11" } });
  deepStrictEqual(dataOf(patched), { ...ADA, born: "1815-12-11" });
  const [first, second] = (await log.read(2, 2)).entries.map(({ json }) => JSON.parse(json).payload);
  deepStrictEqual(first.email, second.email);
  ok(first.born.c !== second.born.c && first.born.k === second.born.k);
});

Deno.test("refusal: 409 unique holds for personal fields, also within one batch, and shows no value", async () => {
  await using server = await people();
  const taken = await server.ask("/models/person/instances", { body: { email: "ada@example.org" } });
  refused(taken, 409, "unique");
  ok(!taken.text.includes("ada@"));
  const op = { op: "create", model: "person", data: { email: "c@example.org" } };
  refused(await server.ask("/batch", { body: { ops: [op, op] } }), 409, "unique");
  equal((await server.ask("/models/person/instances", { body: { email: "c@example.org" } })).status, 201);
  // A value that was given up is free.
  await server.ask(ONE, { method: "PATCH", body: { email: "new@example.org" } });
  equal((await server.ask("/models/person/instances", { body: { email: "ada@example.org" } })).status, 201);
});

Deno.test("refusal: 400 query for personal fields in filters, orders and searches", async () => {
  await using server = await people();
  for (const query of ["filter[email]=x", 'filter={"field":"born","op":"null","value":true}', "sort=-email"]) {
    const got = await server.ask(`/models/person/instances?${query}`);
    refused(got, 400, "query");
  }
  equal((await server.ask("/models/person/instances?fields=email")).status, 200);
});

Deno.test("route: POST /models/:id/instances/:iid/erase erases from the instance, its history, ?at=, pages and streams", async () => {
  const log = new MemoryEventStorage(), models = new MemoryModelStorage();
  await using server = await people({ log, models });
  await server.ask(ONE, { method: "PATCH", body: { nick: "countess" } });
  const erased = await erase(server);
  deepStrictEqual([erased.status, erased.body, erased.headers.get("x-seq")], [202, { seq: 4 }, "4"]);
  const NULLS = { nick: "countess", email: null, born: null, notes: null };
  const now = await server.ask(ONE);
  deepStrictEqual([now.body.revision, now.body.erased, dataOf(now)], [4, true, NULLS]);
  const list = await server.ask("/models/person/instances");
  equal((list.body.items as JsonObject[])[0]!.erased, true);
  const past = await server.ask(`${ONE}?at=2`);
  deepStrictEqual([past.body.erased, dataOf(past)], [true, { ...NULLS, nick: "ada" }]);
  const history = (await server.ask(`${ONE}/history`)).body.items as JsonObject[];
  deepStrictEqual(history.map(({ seq, kind, erased }) => [seq, kind, erased]), [
    [4, "instance.erased", true],
    [3, "instance.updated", true],
    [2, "instance.created", true],
  ]);
  deepStrictEqual(history.map(({ payload }) => (payload as JsonObject).email), [null, null, null]);
  const page = (await server.ask("/events?since=1")).body.items as JsonObject[];
  deepStrictEqual(page.map(({ erased }) => erased), [true, true, true]);
  await using stream = await SseReader.open(`${server.serving.url}/events?since=1`);
  for (const { data } of await stream.take(3)) equal((data as JsonObject).erased, true);
  const text = await stored(log, models), dumped = (await Array.fromAsync(models.dump())).join("\n");
  ok(text.includes('"$enc"') && !dumped.includes('"$enc"'));
});

Deno.test("an instance whose personal data was erased can be changed, and take new personal data", async () => {
  await using server = await people();
  await erase(server);
  const renamed = await server.ask(ONE, { method: "PATCH", body: { nick: "gone" } });
  deepStrictEqual([renamed.status, renamed.body.erased, dataOf(renamed).email], [200, true, null]);
  const replaced = await server.ask(ONE, { method: "PUT", body: { nick: "bare" } });
  deepStrictEqual([replaced.status, dataOf(replaced)], [200, { nick: "bare", email: null }]);
  const back = await server.ask(ONE, { method: "PATCH", body: { email: "ada@example.org" } });
  deepStrictEqual([back.body.erased, dataOf(back).email], [undefined, "ada@example.org"]);
  const before = await server.ask(`${ONE}?at=2`);
  deepStrictEqual([before.body.erased, dataOf(before).email], [true, null]);
  // What came after the first erasure goes with the second.
  equal((await erase(server)).status, 202);
  equal(dataOf(await server.ask(`${ONE}?at=${back.body.revision}`)).email, null);
});

Deno.test("what was erased does not come back by a restore of an older revision", async () => {
  await using server = await people();
  await erase(server);
  const restored = await server.ask(`${ONE}/restore`, { body: { revision: 2 } });
  deepStrictEqual([restored.status, restored.body.erased, dataOf(restored).email], [200, true, null]);
  equal(dataOf(restored).nick, "ada");
});

Deno.test("an instance that was deleted can be erased: its history shows it, and a new one of its id keeps its own data", async () => {
  await using server = await people();
  await server.ask(ONE, { method: "DELETE" });
  equal((await erase(server)).status, 202);
  refused(await erase(server, "/models/person/instances/never"), 404, "not_found");
  refused(await erase(server), 404, "not_found");
  const history = (await server.ask(`${ONE}/history`)).body.items as JsonObject[];
  deepStrictEqual(history.map(({ kind }) => kind), ["instance.erased", "instance.deleted", "instance.created"]);
  deepStrictEqual([history[2]!.erased, (history[2]!.payload as JsonObject).email], [true, null]);
  const again = await server.create("person", { id: "a", ...ADA });
  equal(dataOf(await server.ask(ONE)).email, ADA.email);
  equal(again.body.erased, undefined);
});

Deno.test("DELETE with erase=true erases and deletes in one commit", async () => {
  await using server = await people();
  refused(await server.ask(`${ONE}?erase=true`, { method: "DELETE", headers: { "if-match": '"1"' } }), 412, "revision");
  equal((await server.ask(`${ONE}?erase=true`, { method: "DELETE", headers: { "if-match": '"2"' } })).status, 204);
  const history = (await server.ask(`${ONE}/history`)).body.items as JsonObject[];
  deepStrictEqual(history.map(({ kind, commit }) => [kind, commit]), [
    ["instance.deleted", [3, 4]],
    ["instance.erased", [3, 4]],
    ["instance.created", [2, 2]],
  ]);
  equal((history[2]!.payload as JsonObject).email, null);
});

Deno.test("hooks get personal data as it was written, and what they return is encrypted", async () => {
  const calls: PreCall[] = [], log = new MemoryEventStorage();
  await using server = await people({
    log,
    pre: (call): Json | undefined => {
      calls.push(call);
      return call.after && { ...call.after, number: 42 };
    },
  });
  await server.ask("/models/person/hooks/preUpdate", { method: "PUT", body: { kind: "script", source: "" } });
  await server.ask(ONE, { method: "PATCH", body: { email: "new@example.org" } });
  deepStrictEqual(calls.map(({ before, after }) => [before?.data.email, after?.email]), [[
    ADA.email,
    "new@example.org",
  ]]);
  equal(dataOf(await server.ask(ONE)).number, 42);
  equal(JSON.parse((await log.read(4, 1)).entries[0]!.json).payload.number.$enc, 1);
});

Deno.test("an Idempotency-Key of a change with personal data answers again, and the log has no digest of its body", async () => {
  const log = new MemoryEventStorage();
  await using server = await people({ log });
  const ask = { body: { id: "k", email: "k@example.org" }, headers: { "idempotency-key": "once" } };
  const path = "/models/person/instances", first = await server.ask(path, ask), again = await server.ask(path, ask);
  deepStrictEqual([first.status, again.status, again.text], [201, 201, first.text]);
  equal(again.headers.get("idempotency-replayed"), "true");
  refused(await server.ask(path, { ...ask, body: { email: "l@example.org" } }), 422, "idempotency_mismatch");
  match((await log.read(3, 1)).entries[0]!.json, /"hash":"hmac-sha256:/);
});

Deno.test("refusal: 422 validation for a value in the form of an encrypted one", async () => {
  await using server = await people();
  await server.define("open", {}, { strict: false });
  const value = { $enc: 1, k: "0-a", v: 1, f: "x", n: "", c: "" };
  refused(await server.ask("/models/open/instances", { body: { x: value } }), 422, "validation");
});

Deno.test("refusal: 422 migration for changes that personal fields cannot follow", async () => {
  await using server = await people();
  const { email, born, ...others } = FIELDS as Record<string, JsonObject>;
  const change = (fields: JsonObject, migration: Json = []) =>
    server.ask("/models/person", { method: "PUT", body: { id: "person", idKind: "any", fields, migration } });
  for (
    const [fields, migration] of [
      [{ ...FIELDS, nick: { type: "String", personal: true } }, []],
      [{ ...FIELDS, born: { type: "Date" } }, []],
      [{ ...FIELDS, born: { type: "Date", personal: true, unique: true } }, []],
      [FIELDS, [{ set: "born", value: "2000-01-01" }]],
      [{ ...others, email: email!, born: { type: "String", personal: true } }, [{ convert: "born", to: "String" }]],
      // Stored values must fit, though they are encrypted.
      [{ ...FIELDS, email: { ...email, max: 3 } }, []],
    ] as const
  ) {
    refused(await change(fields as JsonObject, migration), 422, "migration");
  }
  const renamed = await change({ ...others, email: email!, birthday: born! }, [{ rename: "born", to: "birthday" }]);
  equal(renamed.status, 200, renamed.text);
  equal(dataOf(await server.ask(ONE)).birthday, ADA.born);
  refused(await server.ask("/models/person/instances", { body: { email: ADA.email! } }), 409, "unique");
  const dropped = await change({ ...others, email: email! }, [{ drop: "birthday" }]);
  equal(dropped.status, 200, dropped.text);
  equal(((await server.ask(`${ONE}/history`)).body.items as JsonObject[])[0]!.erased, undefined);
});
