import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import type { JsonObject } from "../json/json.ts";
import { MemoryErrorStorage } from "../storage/memory/error_storage.ts";
import { refused } from "./testing/refused.ts";
import { type Got, Served } from "./testing/served.ts";

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

Deno.test("route: GET /admin/errors lists what went wrong, newest first and page by page", async () => {
  const storage = new MemoryErrorStorage();
  await using server = await Served.start({
    core: (core) =>
      new Proxy(core, {
        get: (target, name) => name === "errors" ? storage : Reflect.get(target, name),
      }),
  });
  const shared = { at: "2026-11-29T10:00:00.000Z", serverId: "server-a", level: "error", code: "hook_failed" } as const;
  for (const id of ["a", "b", "c"]) storage.log({ ...shared, id, message: id, model: id === "b" ? "post" : "page" });
  const ids = ({ body: { items, next } }: Got) => [(items as JsonObject[]).map(({ id }) => id), next];
  deepStrictEqual(ids(await server.ask("/admin/errors?limit=2")), [["c", "b"], "b"]);
  deepStrictEqual(ids(await server.ask("/admin/errors?limit=2&cursor=b")), [["a"], null]);
  deepStrictEqual(ids(await server.ask("/admin/errors?model=post")), [["b"], null]);
  equal((await server.ask("/admin/errors?limit=0")).body.error!.code, "query");
  for (const query of ["cursor=nope", "cursor=", "cursor=a", "model=page&cursor=a"]) {
    deepStrictEqual(refused(await server.ask(`/admin/errors?${query}`), 400, "cursor"), { parameter: "cursor" });
  }
});

Deno.test("route: GET /admin/findings says what configuration, rules and keys leave open", async () => {
  await using open = await Served.start();
  const codes = ({ body: { items } }: Got) => (items as JsonObject[]).map(({ code }) => code);
  deepStrictEqual(codes(await open.ask("/admin/findings")), ["local"]);
  await using server = await Served.start({ config: '[auth]\nmode = "required"' });
  const admin = { key: server.adminKey };
  deepStrictEqual(codes(await server.ask("/admin/findings", admin)), []);
  await server.define("post", POST, { rules: { create: "public" } });
  await server.ask("/auth/keys", { body: { id: "other", scopes: ["admin"] }, ...admin });
  deepStrictEqual(codes(await server.ask("/admin/findings", admin)), ["public-changes", "admin-keys"]);
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
