import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { Refusal } from "../commit/refusal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { StorageError } from "../storage/roles.ts";
import { type Ask, type Got, Served, type ServedOptions } from "./testing/served.ts";

const FIELDS: JsonObject = {
  title: { type: "String", required: true, max: 20 },
  slug: { type: "String", unique: true },
  parent: { type: "Reference", model: "post" },
};

/** A server with the model `post`, whose instances have any ids, and the instance `a` at the place 2. */
async function posts(options: ServedOptions = {}): Promise<Served> {
  const server = await Served.start(options);
  await server.define("post", FIELDS, { idKind: "any" });
  await server.create("post", { id: "a", title: "A", slug: "a" });
  return server;
}

const A = "/models/post/instances/a";

/** Sees that an answer is this refusal, with the shape that every refusal has. */
function refused(got: Got, status: number, code: string): Json {
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
const raw = (body: BodyInit, method = "POST"): Ask => ({
  method,
  raw: body,
  headers: { "content-type": "application/json" },
});

Deno.test("refusal: 400 malformed names the byte at which a body stops being JSON or UTF-8", async () => {
  await using server = await posts();
  const path = "/models/post/instances";
  const bodies: [BodyInit, number][] = [
    ['{"title":"é",}', 14],
    [new Uint8Array([0x22, 0x61, 0xff, 0x22]), 2],
    [new Uint8Array([0x22, 0xe2, 0x82]), 3],
    ["[".repeat(65), 64],
    ["\ufeff{}", 0],
    ["", 0],
  ];
  for (const [body, offset] of bodies) {
    deepStrictEqual(refused(await server.ask(path, raw(body)), 400, "malformed"), { offset });
  }
  refused(await server.ask(A, { method: "DELETE", body: {} }), 400, "malformed");
  for (const segment of ["a%2Fb", "a%00", "%zz", "%ff"]) {
    refused(await server.ask(`${path}/${segment}`), 400, "malformed");
  }
});

Deno.test("refusal: 400 query names the parameter: nothing is ignored", async () => {
  await using server = await posts();
  const queries: [string, string][] = [
    ["limits=1", "limits"],
    ["limit=0", "limit"],
    ["limit=501", "limit"],
    ["limit=1&limit=2", "limit"],
    ["offset=10001", "offset"],
    ["offset=1&cursor=x", "offset"],
    ["sort=titel", "sort"],
    ["total=yes", "total"],
    ["fields=nope", "fields"],
    ["expand=title", "expand"],
    ["search=x", "search"],
    ["bigint=hex", "bigint"],
    ["filter[titel]=x", "filter[titel]"],
    ["filter[title][like]=x", "filter[title][like]"],
    ["filter=[1]", "filter"],
    ["filter={", "filter"],
    ["filter[a][b][c]=1", "filter[a][b][c]"],
    ["min-seq=x", "min-seq"],
  ];
  for (const [query, parameter] of queries) {
    const details = refused(await server.ask(`/models/post/instances?${query}`), 400, "query") as JsonObject;
    equal(details.parameter, parameter, query);
  }
  for (const path of ["/?x=1", "/models?limit=1", "/models/post?versions=1", `${A}?at=never`, `${A}/history?as=old`]) {
    refused(await server.ask(path), 400, "query");
  }
  refused(await server.ask(`${A}?force=true`, { method: "DELETE" }), 400, "query");
});

Deno.test("refusal: 400 cursor for what is not a cursor of this list", async () => {
  await using server = await posts();
  await server.create("post", { title: "B" });
  const path = "/models/post/instances", { body } = await server.ask(`${path}?limit=1`);
  const cursor = String(body.next);
  equal((await server.ask(`${path}?limit=1&cursor=${cursor}`)).status, 200);
  for (
    const query of [
      "cursor=x",
      "cursor=",
      `cursor=${cursor}&sort=title`,
      `cursor=${cursor}&filter[title]=A`,
      `cursor=${cursor}x`,
    ]
  ) {
    refused(await server.ask(`${path}?${query}`), 400, "cursor");
  }
  await server.ask("/models/post", { method: "PATCH", body: { title: "Posts" } });
  refused(await server.ask(`${path}?cursor=${cursor}`), 400, "cursor");
  refused(await server.ask(`${A}/history?cursor=1`), 400, "cursor");
});

Deno.test("refusal: 400 unknown_hook for a name that no hook has", async () => {
  await using server = await posts();
  for (const method of ["GET", "PUT", "DELETE"]) {
    const got = await server.ask("/models/post/hooks/preCreat", { method, ...(method === "PUT" ? { body: {} } : {}) });
    refused(got, 400, "unknown_hook");
    match(got.text, /did you mean preCreate/);
  }
  refused(await server.ask("/models", { body: { id: "x", fields: {}, hooks: { onCreate: {} } } }), 400, "unknown_hook");
});

Deno.test("refusal: 400 header for conditions and keys that cannot be read", async () => {
  await using server = await posts();
  const headers: [string, string][] = [
    ["if-match", 'W/"2"'],
    ["if-match", '"2", "3"'],
    ["if-match", "2"],
    ["if-none-match", '"2"'],
    ["idempotency-key", "é".repeat(2)],
    ["idempotency-key", "x".repeat(256)],
    ["x-min-seq", "-1"],
  ];
  for (const [name, value] of headers) {
    const got = await server.ask(A, { method: "PUT", body: { title: "x" }, headers: { [name]: value } });
    deepStrictEqual(refused(got, 400, "header"), { header: name });
  }
  for (const name of ["if-match", "if-none-match"]) {
    const got = await server.ask("/models/post/instances", { body: { title: "x" }, headers: { [name]: "*" } });
    deepStrictEqual(refused(got, 400, "header"), { header: name });
  }
  refused(await server.ask(A, { headers: { "idempotency-key": "k" } }), 400, "header");
  const both = { "if-match": "*", "if-none-match": "*" };
  refused(await server.ask(A, { method: "PUT", body: { title: "x" }, headers: both }), 400, "header");
  refused(
    await server.ask("/events", { headers: { accept: "text/event-stream", "last-event-id": "x" } }),
    400,
    "header",
  );
});

Deno.test("refusal: 403 forbidden for pages of other origins, with any method, and for other machines where code is defined", async () => {
  await using server = await posts();
  for (const origin of ["https://evil.example", "null", "http://127.0.0.1:1"]) {
    for (const method of ["GET", "POST", "DELETE", "OPTIONS"]) {
      refused(await server.ask("/models", { method, headers: { origin } }), 403, "forbidden");
    }
  }
  const own = server.serving.url;
  equal((await server.ask("/models", { headers: { origin: own } })).status, 200);
  const local = [
    "/models/post/hooks",
    "/models/post/hooks/preCreate",
    "/admin/metrics",
    "/admin/dead",
    "/admin/backup",
  ];
  for (const path of local) {
    refused(await server.ask(path, { headers: { "x-forwarded-for": "10.0.0.1" } }), 403, "forbidden");
  }
  const hooks = { preCreate: { kind: "script", source: "" } };
  const body = { id: "x", fields: {}, hooks };
  refused(await server.ask("/models", { body, headers: { "x-forwarded-for": "10.0.0.1" } }), 403, "forbidden");
});

Deno.test("refusal: 404 not_found for paths, models, versions and instances that do not exist", async () => {
  await using server = await posts();
  for (
    const path of [
      "/nope",
      "/models/",
      "/models/none",
      "/models/none/instances",
      "/models/post/instances/none",
      "/models/post?version=2",
    ]
  ) {
    refused(await server.ask(path), 404, "not_found");
  }
  for (const method of ["PUT", "PATCH", "DELETE"]) {
    const body = method === "DELETE" ? {} : { body: { title: "x" } };
    refused(await server.ask("/models/post/instances/none", { method, ...body }), 404, "not_found");
  }
});

Deno.test("refusal: 405 method with the methods that the path has", async () => {
  await using server = await posts();
  const got = await server.ask(A, { method: "POST", body: {} });
  deepStrictEqual(refused(got, 405, "method"), { allowed: ["GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] });
  equal(got.headers.get("allow"), "GET, PUT, PATCH, DELETE, HEAD, OPTIONS");
  refused(await server.ask("/batch", { method: "PUT", body: {} }), 405, "method");
  const options = await server.ask(A, { method: "OPTIONS" });
  deepStrictEqual([options.status, options.headers.get("allow")], [204, "GET, PUT, PATCH, DELETE, HEAD, OPTIONS"]);
});

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

Deno.test("refusal: 413 too_large for bodies, values, batches and addresses beyond their limits", async () => {
  await using server = await posts({ config: '[limits]\npayload-max = "1KiB"\nbatch-max = 2\nmodels-max = 2' });
  const path = "/models/post/instances", big = "x".repeat(1_048_576);
  deepStrictEqual(refused(await server.ask(path, { body: big }), 413, "too_large"), { limit: 1_048_576 });
  let sent = 0;
  const chunks = new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(65_536));
      if (++sent === 40) controller.close();
    },
  });
  refused(await server.ask(path, raw(chunks)), 413, "too_large");
  deepStrictEqual(refused(await server.ask(path, { body: { title: "é".repeat(512) } }), 413, "too_large"), {
    limit: 1_024,
  });
  const op = { op: "delete", model: "post", id: "a" };
  deepStrictEqual(refused(await server.ask("/batch", { body: { ops: [op, op, op] } }), 413, "too_large"), { limit: 2 });
  deepStrictEqual(refused(await server.ask(`/models?x=${"x".repeat(8_200)}`), 413, "too_large"), { limit: 8_192 });
  deepStrictEqual(refused(await server.ask("/", { headers: { "x-long": "x".repeat(16_384) } }), 413, "too_large"), {
    limit: 16_384,
  });
  await server.define("second", {});
  deepStrictEqual(refused(await server.ask("/models", { body: { id: "third", fields: {} } }), 413, "too_large"), {
    limit: 2,
  });
});

Deno.test("refusal: 415 media_type for bodies that are not declared as JSON in UTF-8", async () => {
  await using server = await posts();
  const types = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/json; charset=latin1",
    "application/merge-patch+json",
  ];
  for (const type of types) {
    refused(
      await server.ask("/models/post/instances", { method: "POST", raw: "{}", headers: { "content-type": type } }),
      415,
      "media_type",
    );
  }
  refused(
    await server.ask("/models/post/instances", { method: "POST", raw: new Uint8Array([123, 125]) }),
    415,
    "media_type",
  );
  refused(await server.ask("/models/post/instances", { method: "POST" }), 415, "media_type");
  const fine = await server.ask(A, {
    method: "PATCH",
    raw: "{}",
    headers: { "content-type": "Application/JSON; charset=UTF-8" },
  });
  equal(fine.status, 200);
});

Deno.test("refusal: 421 misdirected for names that could be another page's", async () => {
  await using server = await posts({ config: 'hosts = ["models.local"]' });
  for (const host of ["evil.example", "evil.example:1337", "127.0.0.1.evil.example", ""]) {
    const text = await statusAt(server, `GET /models HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
    match(text, /^HTTP\/1\.1 421 [^]*"code":"misdirected"/, host);
  }
  for (const host of ["localhost", "LOCALHOST:80", "127.0.0.1", "[::1]:5", "models.local:1", "10.1.2.3"]) {
    const text = await statusAt(server, `GET /models HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
    match(text, /^HTTP\/1\.1 200 /, host);
  }
});

/** The whole answer to bytes that no client library would send. */
async function statusAt(server: Served, text: string): Promise<string> {
  const { hostname, port } = new URL(server.serving.url);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  await connection.write(new TextEncoder().encode(text));
  return await new Response(connection.readable).text();
}

Deno.test("refusal: 422 validation lists the problems of instances, models and hooks", async () => {
  await using server = await posts();
  const details = refused(
    await server.ask("/models/post/instances", { body: { slug: 1, x: 1, parent: "none" } }),
    422,
    "validation",
  );
  deepStrictEqual((details as JsonObject[]).map(({ path, code }) => [path, code]), [
    ["/title", "required"],
    ["/slug", "type"],
    ["/x", "unknown"],
  ]);
  const reference = refused(
    await server.ask("/models/post/instances", { body: { title: "x", parent: "none" } }),
    422,
    "validation",
  );
  deepStrictEqual((reference as JsonObject[]).map(({ path, code }) => [path, code]), [["/parent", "reference"]]);
  refused(await server.ask("/models", { body: { id: "X", fields: { a: { type: "Str" } } } }), 422, "validation");
  refused(await server.ask("/models", { body: [] }), 422, "validation");
  refused(await server.ask("/batch", { body: { ops: [] } }), 422, "validation");
});

/** A server whose pre hook refuses with this. */
function refusing(refusal: Refusal): Promise<Served> {
  return posts({ pre: () => Promise.reject(refusal), check: () => Promise.reject(refusal) });
}

for (const code of ["vetoed", "hook_timeout", "hook_failed"] as const) {
  const title = {
    vetoed: "refusal: 422 vetoed carries the hook's message and details, and leaves no event",
    hook_timeout: "refusal: 422 hook_timeout leaves no event",
    hook_failed: "refusal: 422 hook_failed leaves no event",
  }[code];
  Deno.test(title, async () => {
    const hook = { kind: "script", source: "" };
    let refusal: Refusal | null = null;
    await using server = await posts({ pre: () => refusal === null ? undefined : Promise.reject(refusal) });
    await server.ask("/models/post/hooks/preUpdate", { method: "PUT", body: hook });
    refusal = new Refusal(code, "The title is not allowed", { word: "x" });
    const got = await server.ask(A, { method: "PATCH", body: { title: "x" } });
    deepStrictEqual(refused(got, 422, code), { word: "x" });
    equal(got.body.error!.message, "The title is not allowed");
    equal((await server.ask("/")).body.seq, 3);
  });
}

for (const code of ["hook_source", "hook_name"] as const) {
  const title = {
    hook_source: "refusal: 422 hook_source names line and column, and defines no hook",
    hook_name: "refusal: 422 hook_name defines no hook",
  }[code];
  Deno.test(title, async () => {
    await using server = await refusing(new Refusal(code, "The hook cannot be loaded", { line: 1, column: 2 }));
    const body = { kind: "script", source: "(" };
    deepStrictEqual(refused(await server.ask("/models/post/hooks/preCreate", { method: "PUT", body }), 422, code), {
      line: 1,
      column: 2,
    });
    deepStrictEqual((await server.ask("/models/post/hooks")).body, { items: [] });
  });
}

Deno.test("refusal: 422 migration names the field and instances, before any event", async () => {
  await using server = await posts();
  const got = await server.ask("/models/post", {
    method: "PATCH",
    body: { fields: { body: { type: "String", required: true } } },
  });
  deepStrictEqual(
    (refused(got, 422, "migration") as JsonObject[]).map(({ path, code, instances }) => [path, code, instances]),
    [
      ["/fields/body", "required", ["a"]],
    ],
  );
  deepStrictEqual([(await server.ask("/models/post")).body.version, (await server.ask("/")).body.seq], [1, 2]);
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

Deno.test("refusal: 429 rate says how long to wait", async () => {
  await using server = await Served.start({ config: "[limits]\nrate = 3" });
  const statuses = await Promise.all(Array.from({ length: 12 }, () => server.ask("/")));
  const limited = statuses.filter(({ status }) => status === 429);
  ok(limited.length >= 1 && limited.length < 12, `${limited.length}`);
  refused(limited[0]!, 429, "rate");
  equal(limited[0]!.headers.get("retry-after"), "1");
});

/** A log in memory that fails as the test says. */
class FailingLog extends MemoryEventStorage {
  fails: "append" | "read" | "defect" | null = null;

  override append(...parameters: Parameters<MemoryEventStorage["append"]>): ReturnType<MemoryEventStorage["append"]> {
    if (this.fails === "append") return Promise.reject(new StorageError("unavailable", "no answer"));
    return super.append(...parameters);
  }

  override read(...parameters: Parameters<MemoryEventStorage["read"]>): ReturnType<MemoryEventStorage["read"]> {
    if (this.fails === "defect") return Promise.reject(new TypeError("the secret reason"));
    if (this.fails === "read") return Promise.reject(new StorageError("unavailable", "no answer"));
    return super.read(...parameters);
  }
}

Deno.test("refusal: 500 internal tells the client nothing but the request's id, under which the reason is kept", async () => {
  const log = new FailingLog();
  await using server = await posts({ log });
  log.fails = "defect";
  const got = await server.ask(`${A}/history`, { headers: { "x-request-id": "req-1" } });
  log.fails = null;
  refused(got, 500, "internal");
  ok(!got.text.includes("secret"));
  deepStrictEqual(server.records.map(({ code, message, requestId }) => [code, message, requestId]), [
    ["internal", "the secret reason", "req-1"],
  ]);
});

Deno.test("refusal: 503 storage while a storage is out of reach, and for a min-seq that does not come", async () => {
  const log = new FailingLog();
  await using server = await posts({ log });
  log.fails = "read";
  const got = await server.ask(`${A}/history`);
  log.fails = null;
  refused(got, 503, "storage");
  equal(got.headers.get("retry-after"), "1");
  equal((await server.ask(`${A}?min-seq=2`)).status, 200);
  const waiting = server.ask(`${A}?min-seq=3`);
  await server.ask(A, { method: "PATCH", body: { title: "x" } });
  equal((await waiting).body.revision, 3);
});

Deno.test("refusal: 503 contention when an instance changes each time that its hook has run", async () => {
  let version = 0;
  const change = () =>
    server.core.writer.write({
      operations: [{ op: "patch", model: "post", id: "a", data: { slug: `s${version++}` } }],
      batch: false,
      actor: "other",
      requestId: "other",
      signal: new AbortController().signal,
    });
  let inner = false;
  await using server = await posts({
    pre: async () => {
      if (inner) return undefined;
      inner = true;
      await change();
      inner = false;
      return undefined;
    },
  });
  await server.ask("/models/post/hooks/preUpdate", { method: "PUT", body: { kind: "script", source: "" } });
  refused(await server.ask(A, { method: "PATCH", body: { title: "x" } }), 503, "contention");
});

Deno.test("refusal: 504 timeout when the answer to an append does not come in time", async () => {
  const log = new FailingLog();
  await using server = await posts({ log, config: 'request-timeout = "300ms"' });
  log.fails = "append";
  const got = await server.ask(A, { method: "PATCH", body: { title: "x" } });
  refused(got, 504, "timeout");
  log.fails = null;
});

Deno.test("refusal: 504 timeout when a body comes too slowly", async () => {
  await using server = await posts({ config: 'request-timeout = "200ms"' });
  const { hostname, port } = new URL(server.serving.url);
  for (const length of ["content-length: 20", "transfer-encoding: chunked"]) {
    using connection = await Deno.connect({ hostname, port: Number(port) });
    const text =
      `POST /models/post/instances HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${length}\r\n\r\n1\r\n{`;
    await connection.write(new TextEncoder().encode(text));
    const buffer = new Uint8Array(4_096), count = await connection.read(buffer);
    match(new TextDecoder().decode(buffer.subarray(0, count ?? 0)), /^HTTP\/1\.1 504 [^]*"code":"timeout"/, length);
  }
});

Deno.test("refusal: 503 read_only while an append is not settled", async () => {
  const log = new FailingLog();
  await using server = await posts({ log, config: 'request-timeout = "300ms"' });
  log.fails = "append";
  await server.ask(A, { method: "PATCH", body: { title: "x" } });
  const got = await server.ask(A, { method: "PATCH", body: { title: "y" } });
  log.fails = null;
  refused(got, 503, "read_only");
});

Deno.test("refusal: 503 stopping for changes of a server that stops", async () => {
  await using server = await posts();
  await server.core.close(AbortSignal.timeout(1_000));
  refused(await server.ask(A, { method: "PATCH", body: { title: "x" } }), 503, "stopping");
});
