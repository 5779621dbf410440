import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import type { Json, JsonObject } from "../json/json.ts";
import { Served } from "./testing/served.ts";

const POST: JsonObject = {
  title: { type: "String", required: true, max: 20, index: true },
  views: { type: "BigInt", default: 0 },
  secret: { type: "String", hidden: true },
};

Deno.test("route: GET / says how the server is", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  const { status, headers, body } = await server.ask("/");
  equal(status, 200);
  deepStrictEqual(body, {
    name: "fluxwire apiplant",
    version: "0.1.0",
    serverId: "server-a",
    seq: 1,
    lag: 0,
    status: "ok",
    models: 1,
  });
  equal(headers.get("content-type"), "application/json; charset=utf-8");
  equal(headers.get("x-seq"), "1");
  match(headers.get("x-request-id")!, /^[0-9a-f-]{36}$/);
});

Deno.test("route: GET /health/live answers while the server runs", async () => {
  await using server = await Served.start();
  const { status, body } = await server.ask("/health/live");
  deepStrictEqual([status, body], [200, { status: "ok", checks: { event: "ok", model: "ok" } }]);
});

Deno.test("route: GET /health/ready is 503 while the server cannot do all its work", async () => {
  let status: "ok" | "read-only" = "ok";
  await using server = await Served.start({
    core: (core) =>
      new Proxy(core, {
        get: (target, name) => name === "status" ? () => ({ ...target.status(), status }) : Reflect.get(target, name),
      }),
  });
  equal((await server.ask("/health/ready")).status, 200);
  status = "read-only";
  const got = await server.ask("/health/ready");
  deepStrictEqual([got.status, got.body.status], [503, "read-only"]);
});

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

Deno.test("route: GET /models/:id/instances gives pages by cursor that have every instance once", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  for (let at = 0; at < 7; at++) await server.create("post", { title: `t${at % 3}`, views: at });
  const seen: unknown[] = [];
  let path = "/models/post/instances?limit=3&sort=title,-views&total=true";
  for (let cursor: string | null = ""; cursor !== null;) {
    const { body } = await server.ask(path + (cursor === "" ? "" : `&cursor=${cursor}`));
    equal(body.total, 7);
    seen.push(...(body.items as JsonObject[]).map(({ data }) => (data as JsonObject).views));
    cursor = body.next as string | null;
  }
  deepStrictEqual(seen, [6, 3, 0, 4, 1, 5, 2]);
  path = "/models/post/instances?offset=5&limit=50";
  equal(((await server.ask(path)).body.items as unknown[]).length, 2);
});

Deno.test("route: POST /models/:id/instances creates an instance with a new id, or a given one if the model takes any", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  const { headers, body } = await server.create("post", { title: "a", views: 9223372036854775807n, secret: "s" });
  match(String(body.id), /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  deepStrictEqual(body, {
    id: body.id!,
    revision: 2,
    modelVersion: 1,
    createdAt: body.createdAt!,
    updatedAt: body.createdAt!,
    data: { title: "a", views: 9223372036854775807n },
  });
  deepStrictEqual([headers.get("location"), headers.get("etag")], [`/models/post/instances/${body.id}`, '"2"']);
  await server.define("tag", {}, { idKind: "any" });
  equal((await server.create("tag", { id: "red" })).body.id, "red");
  equal((await server.ask("/models/post/instances", { body: { title: "a", id: "x" } })).status, 422);
  const digits = await server.ask("/models/post/instances?bigint=string", { body: { title: "b", views: "12" } });
  deepStrictEqual((digits.body.data as JsonObject).views, "12");
});

Deno.test("route: GET /models/:id/instances/:iid reads an instance now, at a place and at a time", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  const { body } = await server.create("post", { title: "a" }), path = `/models/post/instances/${body.id}`;
  await server.ask(path, { method: "PATCH", body: { title: "b" } });
  await server.ask(path, { method: "PATCH", body: { title: "c" } });
  const titles = await Promise.all(["", "?at=2", "?at=3", "?at=4", `?at=${body.createdAt}`].map(async (query) => {
    const got = await server.ask(path + query);
    return [got.status, (got.body.data as JsonObject | undefined)?.title, got.body.revision];
  }));
  deepStrictEqual(titles.slice(0, 4), [[200, "c", 4], [200, "a", 2], [200, "b", 3], [200, "c", 4]]);
  equal(titles[4]![0], 200);
  equal((await server.ask(`${path}?at=1`)).status, 404);
  for (const at of ["5", "-1", "2026", "yesterday"]) equal((await server.ask(`${path}?at=${at}`)).status, 400, at);
  const head = await server.ask(path, { method: "HEAD" });
  const got = await server.ask(path);
  deepStrictEqual([head.text, head.headers.get("content-length")], ["", String(got.text.length)]);
  const known = await server.ask(path, { headers: { "if-none-match": '"4"' } });
  deepStrictEqual([known.status, known.text, known.headers.get("etag")], [304, "", '"4"']);
  equal((await server.ask(path, { headers: { "if-none-match": '"3"' } })).status, 200);
  equal((await server.ask("/models/post/instances/none")).status, 404);
});

Deno.test("route: PUT /models/:id/instances/:iid replaces all data, always by an event, and creates with If-None-Match", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  const path = "/models/post/instances/01970000-0000-7000-8000-000000000000";
  equal((await server.ask(path, { method: "PUT", body: { title: "a" } })).status, 404);
  const created = await server.ask(path, {
    method: "PUT",
    body: { title: "a", views: 5 },
    headers: { "if-none-match": "*" },
  });
  deepStrictEqual([created.status, created.headers.get("location")], [201, path]);
  equal(
    (await server.ask(path, { method: "PUT", body: { title: "a" }, headers: { "if-none-match": "*" } })).status,
    412,
  );
  for (const revision of [3, 4]) {
    const got = await server.ask(path, { method: "PUT", body: { title: "a" } });
    deepStrictEqual([got.status, got.body.revision, got.body.data], [200, revision, { title: "a", views: 0 }]);
  }
});

Deno.test("route: PATCH /models/:id/instances/:iid merges; a member that goes takes its default", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  const { body } = await server.create("post", { title: "a", views: 7 }), path = `/models/post/instances/${body.id}`;
  const got = await server.ask(path, { method: "PATCH", body: { views: null }, headers: { "if-match": '"2"' } });
  deepStrictEqual([got.status, got.body.data], [200, { title: "a", views: 0 }]);
  equal((await server.ask(path, { method: "PATCH", body: { views: 1 }, headers: { "if-match": '"2"' } })).status, 412);
});

Deno.test("route: DELETE /models/:id/instances/:iid is 204 once, then 404", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  const { body } = await server.create("post", { title: "a" }), path = `/models/post/instances/${body.id}`;
  equal((await server.ask(path, { method: "DELETE", headers: { "if-match": '"9"' } })).status, 412);
  equal((await server.ask(path, { method: "DELETE" })).status, 204);
  equal((await server.ask(path, { method: "DELETE" })).status, 404);
});

Deno.test("route: GET /models/:id/instances/:iid/history gives all events over all lives, newest first, in pages", async () => {
  await using server = await Served.start();
  await server.define("post", POST, { idKind: "any" });
  await server.create("post", { id: "x", title: "a", secret: "s" });
  await server.create("post", { id: "y", title: "z" });
  const path = "/models/post/instances/x";
  await server.ask(path, { method: "PATCH", body: { title: "b" } });
  await server.ask(path, { method: "DELETE" });
  await server.create("post", { id: "x", title: "c" });
  await server.ask(path, { method: "DELETE" });
  const { body } = await server.ask(`${path}/history`);
  deepStrictEqual(
    (body.items as JsonObject[]).map((
      { seq, kind, payload },
    ) => [seq, kind, (payload as JsonObject | undefined)?.title]),
    [
      [7, "instance.deleted", undefined],
      [6, "instance.created", "c"],
      [5, "instance.deleted", undefined],
      [4, "instance.updated", "b"],
      [2, "instance.created", "a"],
    ],
  );
  equal(body.next, null);
  ok(!JSON.stringify(body).includes("secret"));
  const seqs: unknown[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const page = await server.ask(`${path}/history?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
    seqs.push(...(page.body.items as JsonObject[]).map(({ seq }) => seq));
    cursor = page.body.next as string | null;
  }
  deepStrictEqual(seqs, [7, 6, 5, 4, 2]);
  equal((await server.ask(`${path}/history?cursor=3`)).status, 400);
  equal((await server.ask("/models/post/instances/none/history")).status, 404);
  const deleted = await server.ask(`${path}?at=5`);
  deepStrictEqual([deleted.status, deleted.body.error!.code], [410, "deleted"]);
  equal(((await server.ask(`${path}?at=4`)).body.data as JsonObject).title, "b");
});

Deno.test("route: POST /models/:id/instances/:iid/restore makes an old value the new one, also of a deleted instance", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  const { body } = await server.create("post", { title: "a" }), path = `/models/post/instances/${body.id}`;
  await server.ask(path, { method: "PATCH", body: { title: "b" } });
  const restored = await server.ask(`${path}/restore`, { body: { revision: 2 } });
  deepStrictEqual([restored.status, (restored.body.data as JsonObject).title, restored.body.revision], [200, "a", 4]);
  await server.ask(path, { method: "DELETE" });
  const created = await server.ask(`${path}/restore`, { body: { revision: 3 } });
  deepStrictEqual([created.status, (created.body.data as JsonObject).title], [201, "b"]);
  equal((await server.ask(`${path}/restore`, { body: { revision: 1 } })).status, 404);
  for (const wrong of [{}, { revision: 0 }, { revision: 2, force: true }, []] as Json[]) {
    equal((await server.ask(`${path}/restore`, { body: wrong })).status, 422);
  }
});

Deno.test("route: POST /batch makes all changes in one commit, or none", async () => {
  await using server = await Served.start();
  await server.define("post", POST, { idKind: "any" });
  await server.create("post", { id: "old", title: "o" });
  const ops: JsonObject[] = [
    { op: "create", model: "post", id: "a", data: { title: "a" } },
    { op: "patch", model: "post", id: "a", data: { views: 2 } },
    { op: "update", model: "post", id: "old", data: { title: "n" }, ifMatch: 2 },
    { op: "create", model: "post", data: { id: "b", title: "b" } },
    { op: "delete", model: "post", id: "b" },
  ];
  const { status, headers, body, text } = await server.ask("/batch", { body: { ops } });
  equal(status, 200, text);
  deepStrictEqual(body.seq, [3, 7]);
  equal(headers.get("x-seq"), "7");
  const results = body.results as JsonObject[];
  deepStrictEqual(results.map(({ status }) => status), [201, 200, 200, 201, 204]);
  deepStrictEqual((results[1]!.instance as JsonObject).data, { title: "a", views: 2 });
  const refused = await server.ask("/batch", {
    body: {
      ops: [{ op: "create", model: "post", id: "c", data: { title: "c" } }, { op: "create", model: "post", data: {} }],
    },
  });
  deepStrictEqual([refused.status, refused.body.error!.code], [422, "validation"]);
  equal((refused.body.error!.details as JsonObject).index, 1);
  equal((await server.ask("/models/post/instances/c")).status, 404);
  equal((await server.ask("/")).body.seq, 7);
});

Deno.test("route: GET /events gives pages, and waits for events that are to come", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  for (let at = 0; at < 5; at++) await server.create("post", { title: `t${at}`, secret: "s" });
  const page = await server.ask("/events?since=0&kinds=instance.created&limit=3");
  deepStrictEqual([(page.body.items as JsonObject[]).map(({ seq }) => seq), page.body.next, page.body.head], [
    [2, 3, 4],
    4,
    6,
  ]);
  ok(!page.text.includes("secret"));
  deepStrictEqual((await server.ask("/events")).body, { items: [], next: 6, head: 6 });
  const waiting = server.ask("/events?since=6&wait=30s&models=post");
  await server.create("post", { title: "new" });
  deepStrictEqual(((await waiting).body.items as JsonObject[]).map(({ seq }) => seq), [7]);
  deepStrictEqual((await server.ask("/events?since=7&wait=1ms")).body, { items: [], next: 7, head: 7 });
});

Deno.test("route: GET /admin/metrics counts requests by route and status", async () => {
  await using server = await Served.start();
  await server.define("post", POST);
  await server.ask("/models/post/instances/none");
  const { headers, text } = await server.ask("/admin/metrics");
  match(headers.get("content-type")!, /^text\/plain/);
  match(text, /apiplant_http_requests_total\{method="GET",route="\/models\/:id\/instances\/:iid",status="404"\} 1\n/);
  match(text, /apiplant_seq 1\n/);
  match(text, /apiplant_http_request_seconds_count\{route="\/models"\} 1\n/);
  const series = text.split("\n").filter((line) => line.startsWith("# TYPE "));
  equal(new Set(series).size, series.length);
  for (const line of text.trim().split("\n")) match(line, /^(# (HELP|TYPE) |[a-z_]+(\{[^}]*\})? [0-9.e+-]+$)/);
});

const LETTER = {
  event: "e1",
  seq: 5,
  model: "post",
  instance: "x",
  hook: "postCreate",
  code: "hook_failed",
  message: "no",
  attempts: 5,
  at: "2026-11-29T10:00:00.000Z",
} as const;

Deno.test("route: GET /admin/dead lists what post hooks could not do, newest first", async () => {
  const letters = [LETTER, { ...LETTER, event: "e2" }];
  await using server = await Served.start({
    dead: { list: () => Promise.resolve({ letters, dropped: 3 }), runAgain: () => Promise.resolve() },
  });
  const { body } = await server.ask("/admin/dead");
  deepStrictEqual([(body.items as JsonObject[]).map(({ event }) => event), body.total, body.dropped], [
    ["e2", "e1"],
    2,
    3,
  ]);
});

Deno.test("route: POST /admin/dead/:event runs a post hook again", async () => {
  const again: string[] = [];
  await using server = await Served.start({
    dead: {
      list: () => Promise.resolve({ letters: [], dropped: 0 }),
      runAgain: (event) => Promise.resolve(void again.push(event)),
    },
  });
  equal((await server.ask("/admin/dead/e1", { method: "POST" })).status, 204);
  deepStrictEqual(again, ["e1"]);
});

Deno.test("route: GET /openapi.json is made of the models of now", async () => {
  await using server = await Served.start();
  const before = await server.ask("/openapi.json");
  equal(before.status, 200);
  await server.define("post", POST);
  const { headers, body } = await server.ask("/openapi.json");
  ok(Object.hasOwn(body.paths as JsonObject, "/models/post/instances"));
  const tag = headers.get("etag")!;
  equal((await server.ask("/openapi.json", { headers: { "if-none-match": tag } })).status, 304);
  equal((await server.ask("/openapi.json", { headers: { "if-none-match": before.headers.get("etag")! } })).status, 200);
});

Deno.test("route: GET /docs is a page that loads nothing from other hosts", async () => {
  await using server = await Served.start();
  const { status, headers, text } = await server.ask("/docs");
  deepStrictEqual([status, headers.get("content-type")], [200, "text/html; charset=utf-8"]);
  match(
    headers.get("content-security-policy")!,
    /^default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'; connect-src 'self'/,
  );
  ok(!/https?:\/\//.test(text));
});

Deno.test("route: GET /client.ts is a text of TypeScript without imports", async () => {
  await using server = await Served.start();
  await server.define("blog-post", POST);
  const { headers, text } = await server.ask("/client.ts");
  equal(headers.get("content-type"), "text/typescript; charset=utf-8");
  match(text, /export interface BlogPostData \{\n {2}title: string;\n {2}views\?: bigint \| null;\n\}/);
  ok(!/^import/m.test(text) && !/secret/.test(text.slice(0, text.indexOf("Input"))));
});
