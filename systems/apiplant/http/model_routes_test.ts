import { deepStrictEqual, equal, ok } from "node:assert/strict";
import type { JsonObject } from "../json/json.ts";
import { Served } from "./testing/served.ts";

const POST: JsonObject = {
  title: { type: "String", required: true, max: 20, index: true },
  views: { type: "BigInt", default: 0 },
  secret: { type: "String", hidden: true },
};

Deno.test("route: GET /models lists all models with their number", async () => {
  await using server = await Served.start();
  await server.define("b", {});
  await server.define("a", {});
  const { status, body } = await server.ask("/models");
  equal(status, 200);
  deepStrictEqual([(body.items as JsonObject[]).map(({ id }) => id), body.total], [["a", "b"], 2]);
});

Deno.test("route: POST /models defines a model, with its hooks in the same commit", async () => {
  await using server = await Served.start();
  const { status, headers, body } = await server.define("post", POST, {
    hooks: { preCreate: { kind: "script", source: "export function preCreate() {}" } },
  });
  equal(status, 201);
  equal(headers.get("location"), "/models/post");
  equal(headers.get("etag"), '"2"');
  deepStrictEqual(body, { id: "post", version: 1, fields: POST, revision: 2, hooks: ["preCreate"] });
  const events = await server.ask("/events?since=0");
  deepStrictEqual((events.body.items as JsonObject[]).map(({ kind, commit }) => [kind, commit]), [
    ["model.created", [1, 2]],
    ["hook.updated", [1, 2]],
  ]);
});

Deno.test("route: GET /models/:id reads a model, and an older version of it", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  await server.ask("/models/post", { method: "PATCH", body: { title: "Posts" } });
  const { headers, body } = await server.ask("/models/post");
  deepStrictEqual([body.version, body.title, headers.get("etag")], [2, "Posts", '"2"']);
  const older = await server.ask("/models/post?version=1");
  deepStrictEqual([older.status, older.body.version, older.body.title], [200, 1, undefined]);
  equal((await server.ask("/models/post?version=3")).status, 404);
  equal((await server.ask("/models/post", { headers: { "if-none-match": '"2"' } })).status, 304);
});

Deno.test("route: PUT /models/:id adds exactly one to the version, also when a model is sent back as it was read", async () => {
  await using server = await Served.start();
  const { body } = await server.define("post", POST);
  for (let version = 2; version < 5; version++) {
    const { revision: _, version: __, hooks: ___, ...definition } = body;
    const got = await server.ask("/models/post", { method: "PUT", body: definition });
    deepStrictEqual([got.status, got.body.version], [200, version]);
  }
  const read = await server.ask("/models/post");
  const again = await server.ask("/models/post", { method: "PUT", body: read.body, headers: { "if-match": '"4"' } });
  deepStrictEqual([again.status, again.body.version], [200, 5]);
});

Deno.test("route: PATCH /models/:id merges, and steps of a migration change stored instances", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  const { body } = await server.create("post", { title: "a" });
  const patch = {
    fields: { title: null, headline: { type: "String" } },
    migration: [{ rename: "title", to: "headline" }],
  };
  const got = await server.ask("/models/post", {
    method: "PATCH",
    body: patch,
    headers: { "content-type": "application/merge-patch+json" },
  });
  deepStrictEqual([got.status, Object.keys(got.body.fields as JsonObject)], [200, ["views", "secret", "headline"]]);
  ok(!("migration" in got.body));
  const instance = await server.ask(`/models/post/instances/${body.id}`);
  deepStrictEqual(instance.body.data, { views: 0, headline: "a" });
});

Deno.test("route: DELETE /models/:id takes its instances and hooks with it", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  const { body } = await server.create("post", { title: "a" });
  const got = await server.ask("/models/post", { method: "DELETE" });
  deepStrictEqual([got.status, got.text], [204, ""]);
  for (const path of ["/models/post", "/models/post/instances", `/models/post/instances/${body.id}`]) {
    equal((await server.ask(path)).status, 404);
  }
});

const HOOK = { kind: "script", language: "ts", source: "export function preCreate() {}", options: { timeout: "2s" } };

Deno.test("route: GET /models/:id/hooks lists the hooks of a model", async () => {
  await using server = await Served.start();
  await server.define("post", POST, { hooks: { preCreate: HOOK } });
  deepStrictEqual((await server.ask("/models/post/hooks")).body, {
    items: [{ hook: "preCreate", kind: "script", revision: 2, enabled: true }],
  });
});

Deno.test("route: GET /models/:id/hooks/:hook reads a hook, which can be sent back", async () => {
  await using server = await Served.start();
  await server.define("post", POST, { hooks: { preCreate: HOOK } });
  const { body, headers } = await server.ask("/models/post/hooks/preCreate");
  deepStrictEqual(body, { hook: "preCreate", ...HOOK, options: { timeout: 2000 }, revision: 2 });
  equal(headers.get("etag"), '"2"');
  const again = await server.ask("/models/post/hooks/preCreate", { method: "PUT", body });
  deepStrictEqual([again.status, again.body.revision], [200, 3]);
  equal((await server.ask("/models/post/hooks/postCreate")).status, 404);
});

Deno.test("route: PUT /models/:id/hooks/:hook sets a hook of either kind with its options", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  const retry = { attempts: 5, first: "1s", factor: 2, max: "1h" };
  const got = await server.ask("/models/post/hooks/postUpdate", {
    method: "PUT",
    body: { kind: "native", name: "mail", options: { detached: true, enabled: false, retry } },
  });
  deepStrictEqual([got.status, got.body], [200, {
    hook: "postUpdate",
    kind: "native",
    name: "mail",
    options: { detached: true, enabled: false, retry: { attempts: 5, first: 1_000, factor: 2, max: 3_600_000 } },
    revision: 2,
  }]);
  const problems: [JsonObject, string[]][] = [
    [{ kind: "shell" }, ["/kind"]],
    [{ kind: "script", sorce: "x" }, ["/sorce", "/source"]],
    [{ kind: "script", source: "x", language: "py", options: { retry: {} } }, ["/language"]],
    [{ kind: "native", name: "../x", options: { timeout: "2 days" } }, ["/name", "/options/timeout"]],
  ];
  for (const [body, paths] of problems.slice(0, 2).concat(problems.slice(3))) {
    const refused = await server.ask("/models/post/hooks/postUpdate", { method: "PUT", body });
    equal(refused.status, 422);
    deepStrictEqual((refused.body.error!.details as JsonObject[]).map(({ path }) => path), paths);
  }
  const long = { kind: "script", source: "/".repeat(262_145) };
  const tooLong = await server.ask("/models/post/hooks/postUpdate", { method: "PUT", body: long });
  deepStrictEqual((tooLong.body.error!.details as JsonObject[]).map(({ path, code, wanted }) => [path, code, wanted]), [
    ["/source", "max", 262_144],
  ]);
  const pre = await server.ask("/models/post/hooks/preUpdate", { method: "PUT", body: problems[2]![0] });
  deepStrictEqual((pre.body.error!.details as JsonObject[]).map(({ path }) => path), ["/language", "/options/retry"]);
});

Deno.test("route: DELETE /models/:id/hooks/:hook takes a hook away", async () => {
  await using server = await Served.start();
  await server.define("post", POST, { hooks: { preCreate: HOOK } });
  equal((await server.ask("/models/post/hooks/preCreate", { method: "DELETE" })).status, 204);
  equal((await server.ask("/models/post/hooks/preCreate", { method: "DELETE" })).status, 404);
});
