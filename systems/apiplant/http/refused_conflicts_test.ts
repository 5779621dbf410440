import { deepStrictEqual, equal } from "node:assert/strict";
import type { JsonObject } from "../json/json.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { A, posts, refused } from "./testing/refused.ts";
import type { Ask } from "./testing/served.ts";

Deno.test("refusal: 409 exists for an id that is taken", async () => {
  await using server = await posts();
  refused(await server.ask("/models/post/instances", { body: { id: "a", title: "x" } }), 409, "exists");
  refused(await server.ask("/models", { body: { id: "post", fields: {} } }), 409, "exists");
});

Deno.test("refusal: 409 unique names the field", async () => {
  await using server = await posts();
  const details = refused(
    await server.ask("/models/post/instances", { body: { title: "x", slug: "a" } }),
    409,
    "unique",
  );
  deepStrictEqual(details, { fields: ["slug"], id: "a" });
});

Deno.test("refusal: 409 referenced for what others refer to", async () => {
  await using server = await posts();
  await server.create("post", { id: "b", title: "B", parent: "a" });
  refused(await server.ask(A, { method: "DELETE" }), 409, "referenced");
  await server.define("note", { post: { type: "Reference", model: "post" } });
  refused(await server.ask("/models/post", { method: "DELETE" }), 409, "referenced");
  equal((await server.ask("/models/post?force=true", { method: "DELETE" })).status, 204);
});

Deno.test("refusal: 409 version for a model that has changed since it was read", async () => {
  await using server = await posts();
  const { body } = await server.ask("/models/post");
  await server.ask("/models/post", { method: "PATCH", body: { title: "Posts" } });
  refused(await server.ask("/models/post", { method: "PUT", body }), 409, "version");
  const { version: _, revision: __, ...others } = body;
  refused(
    await server.ask("/models/post", { method: "PUT", body: others, headers: { "if-match": '"1"' } }),
    409,
    "version",
  );
  refused(await server.ask("/models/post", { method: "DELETE", headers: { "if-match": '"1"' } }), 409, "version");
});

Deno.test("refusal: 409 in_progress while a request with the same Idempotency-Key runs", async () => {
  const entered = Promise.withResolvers<void>(), leave = Promise.withResolvers<void>();
  await using server = await posts({
    pre: async () => {
      entered.resolve();
      await leave.promise;
      return undefined;
    },
  });
  await server.ask("/models/post/hooks/preUpdate", { method: "PUT", body: { kind: "script", source: "" } });
  const ask: Ask = { method: "PATCH", body: { title: "x" }, headers: { "idempotency-key": "k" } };
  const first = server.ask(A, ask);
  await entered.promise;
  const second = await server.ask(A, ask);
  refused(second, 409, "in_progress");
  equal(second.headers.get("retry-after"), "1");
  leave.resolve();
  equal((await first).status, 200);
  const replayed = await server.ask(A, ask);
  deepStrictEqual([replayed.status, replayed.text, replayed.headers.get("idempotency-replayed")], [
    200,
    (await first).text,
    "true",
  ]);
});

Deno.test("refusal: 410 deleted for an instance at a time when it was gone", async () => {
  await using server = await posts();
  await server.ask(A, { method: "DELETE" });
  deepStrictEqual(refused(await server.ask(`${A}?at=3`), 410, "deleted"), { revision: 3 });
});

Deno.test("refusal: 410 compacted names the oldest event that is left", async () => {
  const log = new MemoryEventStorage();
  await using server = await posts({ log });
  await server.ask(A, { method: "PATCH", body: { title: "x" } });
  await log.trim(3);
  deepStrictEqual(refused(await server.ask("/events?since=0"), 410, "compacted"), { first: 3 });
  deepStrictEqual(refused(await server.ask(`${A}/history`), 410, "compacted"), { first: 3 });
  deepStrictEqual(refused(await server.ask(`${A}?at=2`), 410, "compacted"), { first: 3 });
});

Deno.test("refusal: 412 revision says the present one", async () => {
  await using server = await posts();
  const got = await server.ask(A, { method: "PATCH", body: { title: "x" }, headers: { "if-match": '"1"' } });
  deepStrictEqual(refused(got, 412, "revision"), { current: 2 });
});

Deno.test("refusal: 422 idempotency_mismatch for a key that another request had", async () => {
  await using server = await posts();
  const headers = { "idempotency-key": "k" };
  equal((await server.ask(A, { method: "PATCH", body: { title: "x" }, headers })).status, 200);
  refused(await server.ask(A, { method: "PATCH", body: { title: "y" }, headers }), 422, "idempotency_mismatch");
  refused(await server.ask(A, { method: "PUT", body: { title: "x" }, headers }), 422, "idempotency_mismatch");
});

Deno.test("refusal: 428 if_match_required for models that say so", async () => {
  await using server = await posts();
  await server.ask("/models/post", { method: "PATCH", body: { requireIfMatch: true } });
  for (const method of ["PUT", "PATCH", "DELETE"]) {
    const body = method === "DELETE" ? {} : { body: { title: "x" } };
    refused(await server.ask(A, { method, ...body }), 428, "if_match_required");
  }
  equal((await server.ask(A, { method: "PATCH", body: { title: "x" }, headers: { "if-match": '"2"' } })).status, 200);
});

Deno.test("models with requireIfMatch refuse every change without a revision, and take each with the right one", async () => {
  await using server = await posts();
  await server.ask("/models/post", { method: "PATCH", body: { requireIfMatch: true } });
  const batch = (op: JsonObject) => server.ask("/batch", { body: { ops: [op] } });
  const patch: JsonObject = { op: "patch", model: "post", id: "a", data: { title: "B" } };
  const unconditional = refused(await batch(patch), 428, "if_match_required");
  equal((unconditional as JsonObject).index, 0);
  refused(await server.ask(`${A}?erase=true`, { method: "DELETE" }), 428, "if_match_required");
  refused(await batch({ ...patch, ifMatch: 1 }), 412, "revision");
  equal((await batch({ ...patch, ifMatch: 2 })).status, 200);
  equal((await server.ask(A, { method: "PATCH", body: {}, headers: { "if-match": "*" } })).status, 200);
  equal((await server.ask(`${A}?erase=true`, { method: "DELETE", headers: { "if-match": '"5"' } })).status, 204);
  // A new instance has no revision to compare.
  const created = { method: "PUT", body: { title: "C" }, headers: { "if-none-match": "*" } };
  equal((await server.ask("/models/post/instances/c", created)).status, 201);
});
