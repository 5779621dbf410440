import { setImmediate } from "node:timers";
import { deepStrictEqual, equal, ok, rejects } from "node:assert/strict";
import { OpenApiValidator } from "./testing/openapi_validator.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { Validator } from "../model/json_schema.ts";
import { FIELD_TYPES } from "../model/field_types.ts";
import { ROUTES } from "../http/routes.ts";
import { type Ask, type Got, Served } from "../http/testing/served.ts";
import type { ModelDefinition } from "../model/definition.ts";
import { OpenApiDocument } from "./document.ts";

/** A field of every type that models can have. */
const FIELDS: JsonObject = {
  nothing: { type: "Null" },
  flag: { type: "Bool", default: true },
  title: { type: "String", required: true, min: 1, max: 20, pattern: "^\\S", index: true, description: "The title" },
  kind: { type: "String", enum: ["a", "b"] },
  count: { type: "Int", min: 0 },
  views: { type: "BigInt", default: 0 },
  ratio: { type: "Float", min: 0.5 },
  day: { type: "Date" },
  clock: { type: "Time" },
  moment: { type: "DateTime" },
  uuid: { type: "UUID", immutable: true },
  ip: { type: "IP" },
  any: { type: "JSON" },
  tree: {
    type: "JSON",
    schema: {
      $ref: "#/$defs/node",
      $defs: { node: { type: "object", additionalProperties: { $ref: "#/$defs/node" } } },
    },
  },
  place: { type: "Location" },
  photo: { type: "File", max: 100, types: ["image/*"] },
  bytes: { type: "Bytes" },
  parent: { type: "Reference", model: "post" },
  tags: { type: "List", of: { type: "String" } },
  friends: { type: "List", of: { type: "Reference", model: "post" } },
  secret: { type: "String", hidden: true },
};

const DATA: JsonObject = {
  nothing: null,
  title: "t",
  kind: "a",
  count: 1,
  views: 9007199254740993n,
  ratio: 0.5,
  day: "2026-11-29",
  clock: "10:00:00",
  moment: "2026-11-29T10:00:00Z",
  uuid: "01970000-0000-7000-8000-000000000000",
  ip: "::1",
  any: [1, { a: null }],
  tree: { a: { b: {} } },
  place: { lat: 1, lon: 2 },
  bytes: "YQ==",
  tags: ["x"],
  secret: "s",
};

/** Asks a server, and compares each answer with its document. */
class Comparison {
  readonly seen = new Set<string>();
  #document: JsonObject = {};

  constructor(readonly server: Served) {}

  get document(): JsonObject {
    return this.#document;
  }

  /** Reads the document anew. */
  async learn(): Promise<void> {
    this.#document = (await this.server.ask("/openapi.json")).body;
  }

  async ask(path: string, ask: Ask = {}): Promise<Got> {
    const got = await this.server.ask(path, ask),
      method = (ask.method ?? (ask.body === undefined ? "GET" : "POST")).toLowerCase();
    const [pattern, operation] = this.#operation(path.split("?")[0]!, method);
    const name = `${method} ${pattern} ${got.status}`;
    const answer = this.#resolved((operation.responses as JsonObject)[got.status] as JsonObject | undefined);
    ok(answer !== undefined, `${name} is not in the document: ${got.text}`);
    this.seen.add(name);
    const content = answer.content as JsonObject | undefined;
    if (content === undefined) equal(got.text, "", name);
    else {
      const type = got.headers.get("content-type")!,
        schema = (content[type] ?? content[type.split(";")[0]!] ?? content["*/*"]) as JsonObject | undefined;
      ok(schema !== undefined, `${name} has the type ${type}`);
      if (type.startsWith("application/json")) this.#validate(schema.schema as JsonObject, JSON.parse(got.text), name);
    }
    return got;
  }

  /** Sees that a body is, or is not, one that the document describes. */
  accepts(path: string, method: string, body: Json): boolean {
    const [, operation] = this.#operation(path, method);
    const { content } = operation.requestBody as JsonObject & { content: JsonObject };
    return this.#validator((content["application/json"] as JsonObject).schema as JsonObject).validate(body).valid;
  }

  #operation(path: string, method: string): [string, JsonObject] {
    const paths = this.#document.paths as Record<string, JsonObject>;
    const found = Object.keys(paths).filter((one) => new RegExp(`^${one.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path));
    const pattern = found.toSorted((one, other) => one.split("{").length - other.split("{").length)[0];
    ok(pattern !== undefined && paths[pattern]![method] !== undefined, `${method} ${path} is not in the document`);
    return [pattern, paths[pattern]![method] as JsonObject];
  }

  #resolved(value: JsonObject | undefined): JsonObject | undefined {
    if (typeof value?.$ref !== "string") return value;
    return value.$ref.slice(2).split("/").reduce((at, name) => at[name] as JsonObject, this.#document);
  }

  #validate(schema: JsonObject, value: Json, name: string): void {
    const { valid, errors } = this.#validator(schema).validate(value);
    ok(valid, `${name}: ${JSON.stringify(errors, null, 1)}`);
  }

  #validator(schema: JsonObject): Validator {
    return new Validator({ ...schema, components: this.#document.components } as object, "2020-12");
  }
}

async function start(): Promise<[Served, Comparison]> {
  const server = await Served.start({
    config: "[webhooks]\nallow-private = true",
    dead: { list: () => Promise.resolve({ letters: [], dropped: 0 }), runAgain: () => Promise.resolve() },
    maintenance: {
      snapshot: () => Promise.resolve({ seq: 1 }),
      compact: (first) => Promise.resolve({ first, head: 9 }),
      backup: () => Promise.resolve(ReadableStream.from([new Uint8Array(1_024)])),
    },
  });
  await server.define("post", FIELDS, { idKind: "any", title: "Posts" });
  await server.define("strict-one", { a: { type: "Int", required: true } }, { requireIfMatch: true });
  await server.define("open_one", {}, { strict: false });
  const comparison = new Comparison(server);
  await comparison.learn();
  return [server, comparison];
}

Deno.test("OpenApiDocument.text() is valid OpenAPI 3.1, with models of every type of field", async () => {
  deepStrictEqual(
    Object.values(FIELDS).map((field) => (field as JsonObject).type as string).filter((one, at, all) =>
      all.indexOf(one) === at
    ).toSorted(),
    Object.keys(FIELD_TYPES).toSorted(),
  );
  const [server, { document }] = await start();
  await using _ = server;
  const validator = new OpenApiValidator(),
    { valid, errors } = await validator.validate(
      structuredClone(
        JSON.parse(JSON.stringify(document, (_name, one) => typeof one === "bigint" ? Number(one) : one)),
      ),
    );
  ok(valid, JSON.stringify(errors, null, 1));
  equal(validator.version, "3.1");
  const ids = Object.values(document.paths as Record<string, Record<string, JsonObject>>).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId)
  );
  equal(new Set(ids).size, ids.length);
});

Deno.test("every answer of the server is one that its document describes, and every success of the document is given", async () => {
  const [server, at] = await start();
  await using _ = server;
  const posts = "/models/post/instances", a = `${posts}/a`;
  const json = (method: string, body: Json, headers: Record<string, string> = {}): Ask => ({ method, body, headers });

  for (
    const path of [
      "/",
      "/health/live",
      "/health/ready",
      "/models",
      "/models/post",
      "/models/post?version=1",
      "/admin/metrics",
      "/admin/dead",
      "/admin/errors",
      "/admin/findings",
      "/admin/backup",
      "/webhooks",
      "/admin/definitions",
      "/openapi.json",
      "/docs",
      "/client.ts",
      "/events",
      "/events?since=0",
      "/auth/me",
      "/auth/keys",
    ]
  ) {
    await at.ask(path);
  }
  await at.ask("/admin/dead/x", { method: "POST" });
  await at.ask("/admin/snapshot", { method: "POST" });
  await at.ask("/admin/compact", json("POST", { before: 2 }));
  await at.ask("/admin/definitions", json("POST", { v: 1, models: [] }));
  await at.ask("/admin/definitions", json("POST", { v: 1, models: [{ id: "post", fields: {} }] }));
  for (const path of ["/openapi.json", "/client.ts", "/models/post"]) {
    await at.ask(path, { headers: { "if-none-match": (await at.ask(path)).headers.get("etag")! } });
  }
  // Instances, with data of every type.
  const png = { "content-type": "image/png" };
  const photo = (await at.ask("/files?name=a.png", { method: "POST", raw: "png", headers: png })).body;
  await at.ask(posts, json("POST", { id: "a", ...DATA, photo }));
  for (const headers of [{}, { range: "bytes=1-" }, { range: "bytes=9-" }, { "if-none-match": "*" }]) {
    await at.ask(`/files/${photo.id}`, { headers: headers as Record<string, string> });
  }
  await at.ask("/files/none");
  await at.ask("/files", { method: "POST", raw: new Uint8Array(1) });
  await at.ask(posts, json("POST", { id: "b", title: "b", parent: "a", friends: ["a"] }));
  await at.ask(posts, json("POST", {}));
  await at.ask(posts, { method: "POST", raw: "{", headers: { "content-type": "application/json" } });
  await at.ask(posts, { method: "POST" });
  await at.ask(posts, json("POST", { id: "a", title: "a" }));
  for (
    const query of [
      "",
      "?total=true&limit=1",
      "?fields=title",
      "?expand=parent,friends.parent&bigint=string",
      "?sort=nope",
      "?cursor=x",
    ]
  ) {
    await at.ask(posts + query);
  }
  const read = await at.ask(a);
  for (const query of ["?at=1", "?at=4", "?fields=title", "?bigint=string", "?expand=parent"]) await at.ask(a + query);
  await at.ask(a, { headers: { "if-none-match": read.headers.get("etag")! } });
  await at.ask(`${posts}/c`, json("PUT", { title: "c" }, { "if-none-match": "*" }));
  await at.ask(a, json("PUT", { title: "n" }));
  await at.ask(a, json("PATCH", { title: "p" }));
  await at.ask(a, json("PATCH", { title: "p" }, { "if-match": '"1"' }));
  await at.ask(`${a}/history`);
  await at.ask(`${a}/history?cursor=1`);
  await at.ask(`${a}/restore`, json("POST", { revision: 4 }));
  await at.ask(`${a}/erase`, { method: "POST" });
  await at.ask(`${posts}/none/erase`, { method: "POST" });
  await at.ask(a, { method: "DELETE" });
  await at.ask(`${posts}/c`, { method: "DELETE" });
  await at.ask(`${posts}/c?at=${(await server.ask("/")).body.seq}`);
  await at.ask(`${posts}/c/restore`, json("POST", { revision: 6 }));
  await at.ask(`${posts}/none`);
  // The other models.
  for (const [model, data] of [["strict-one", { a: 1 }], ["open_one", { any: [1] }]] as const) {
    const path = `/models/${model}/instances`,
      created = await at.ask(path, json("POST", data)),
      one = `${path}/${created.body.id}`;
    await at.ask(path);
    await at.ask(one);
    await at.ask(one, { headers: { "if-none-match": created.headers.get("etag")! } });
    if (model === "strict-one") await at.ask(one, json("PATCH", { a: 2 }));
    const changed = await at.ask(one, json("PUT", data, { "if-match": "*" }));
    await at.ask(one, json("PATCH", data, { "if-match": "*" }));
    await at.ask(`${one}/history`);
    await at.ask(`${one}/restore`, json("POST", { revision: changed.body.revision! }));
    await at.ask(`${one}/erase`, { method: "POST" });
    await at.ask(one, { method: "DELETE", headers: { "if-match": "*" } });
    await at.ask(`${one}/restore`, json("POST", { revision: changed.body.revision! }));
    await at.ask(`${path}/01970000-0000-7000-8000-000000000000`, json("PUT", data, { "if-none-match": "*" }));
  }
  // Webhooks, to a receiver that wants none.
  const statuses = [410, 200],
    receiver = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      () => new Response(null, { status: statuses.shift() ?? 500 }),
    );
  const url = `http://127.0.0.1:${receiver.addr.port}/`;
  const webhook = `/webhooks/${
    (await at.ask("/webhooks", json("POST", { url, kinds: ["instance.created"] }))).body.id
  }`;
  await at.ask("/webhooks", json("POST", {}));
  await server.create("open_one", {});
  let dead: JsonObject[] = [];
  while (dead.length === 0) dead = (await at.ask(`${webhook}/dead`)).body.items as JsonObject[];
  await at.ask(`${webhook}/dead/${dead[0]!.event}`, { method: "POST" });
  await at.ask(`${webhook}/dead/${dead[0]!.event}`, { method: "POST" });
  await receiver.shutdown();
  await at.ask(webhook);
  await at.ask(webhook, json("PATCH", { models: ["post"], enabled: false }));
  await at.ask(`${webhook}/secret`, { method: "POST" });
  await at.ask(webhook, { method: "DELETE" });
  await at.ask("/mcp", json("POST", { jsonrpc: "2.0", id: 1, method: "ping" }));
  await at.ask("/mcp", json("POST", { jsonrpc: "2.0", method: "notifications/initialized" }));
  // Batches, hooks and models.
  await at.ask(
    "/batch",
    json("POST", {
      ops: [{ op: "create", model: "post", data: { title: "x" } }, { op: "delete", model: "post", id: "c" }],
    }),
  );
  await at.ask("/batch", json("POST", { ops: [] }));
  const hook = "/models/post/hooks/preCreate";
  await at.ask(hook);
  await at.ask(hook, json("PUT", { kind: "script", source: "export function preCreate() {}" }));
  await at.ask(hook);
  await at.ask("/models/post/hooks");
  await at.ask("/models/post");
  await at.ask(hook, { method: "DELETE" });
  await at.ask("/models/post/hooks/none");
  await at.ask(
    "/models",
    json("POST", { id: "new", fields: {}, hooks: { preCreate: { kind: "script", source: "" } } }),
  );
  await at.ask("/models/new", json("PUT", { fields: { a: { type: "Int" } } }));
  await at.ask("/models/new", json("PATCH", { title: "New" }));
  await at.ask("/models/new", json("PATCH", { fields: { a: null } }));
  await at.ask("/models/new", { method: "DELETE" });
  await at.ask("/models/new", { method: "DELETE" });

  // Keys.
  await at.ask("/auth/keys", json("POST", { id: "ci", scopes: ["role:editor"] }));
  await at.ask("/auth/keys", json("POST", { id: "ci" }));
  await at.ask("/auth/keys/ci/rotate", json("POST", { grace: "1h" }));
  await at.ask("/auth/keys");
  await at.ask("/auth/keys/ci", { method: "DELETE" });
  await at.ask("/auth/keys/ci", { method: "DELETE" });

  const paths = at.document.paths as Record<string, Record<string, JsonObject>>;
  const promised = Object.entries(paths).flatMap(([path, methods]) => {
    return Object.entries(methods).flatMap(([method, { responses }]) => {
      return Object.keys(responses as JsonObject).filter((status) => Number(status) < 400).map((status) =>
        `${method} ${path} ${status}`
      );
    });
  });
  deepStrictEqual(promised.filter((one) => !at.seen.has(one)), []);
});

Deno.test("the methods of every path in the document are those that the server allows there", async () => {
  const [server, { document }] = await start();
  await using _ = server;
  for (const [path, methods] of Object.entries(document.paths as Record<string, JsonObject>)) {
    const { headers } = await server.ask(path.replaceAll(/\{\w+\}/g, "x"), { method: "OPTIONS" });
    const allowed = headers.get("allow")!.toLowerCase().split(", ").filter((method) =>
      method !== "head" && method !== "options"
    );
    deepStrictEqual(allowed.toSorted(), Object.keys(methods).toSorted(), path);
  }
});

Deno.test("the document refuses bodies that the server refuses, and takes those that it takes", async () => {
  const [server, at] = await start();
  await using _ = server;
  const path = "/models/post/instances",
    bodies: [JsonObject, boolean][] = [
      [{ title: "t" }, true],
      [{}, false],
      [{ title: null }, false],
      [{ title: "t", views: "12" }, true],
      [{ title: "t", views: "x" }, false],
      [{ title: " t" }, false],
      [{ title: "x".repeat(21) }, false],
      [{ title: "t", count: -1 }, false],
      [{ title: "t", count: null, kind: null, place: null, tree: null }, true],
      [{ title: "t", kind: "c" }, false],
      [{ title: "t", place: { lat: 91, lon: 0 } }, false],
      [{ title: "t", tree: { a: 1 } }, false],
      [{ title: "t", tags: [1] }, false],
      [{ title: "t", nope: 1 }, false],
      [{ title: "t", nothing: 1 }, false],
    ];
  for (const [body, fine] of bodies) {
    equal(at.accepts(path, "post", body), fine, JSON.stringify(body));
    equal((await server.ask(path, { body })).status, fine ? 201 : 422, JSON.stringify(body));
  }
});

Deno.test("OpenApiDocument.text() gives other requests room, and stops when its request ends", async () => {
  const models = Array.from({ length: 200 }, (_, at) => {
    const definition: ModelDefinition = { id: `model-${at}`, version: 1, fields: { a: { type: "Int" } } };
    return { definition, revision: at + 1, definedAt: at + 1 };
  });
  const document = new OpenApiDocument("open"), { signal } = new AbortController();
  const order: string[] = [];
  setImmediate(() => order.push("another"));
  const text = await document.text(ROUTES, models, "", signal);
  deepStrictEqual([...order, "text"], ["another", "text"]);
  const { paths, components } = JSON.parse(text);
  ok(
    models.every(({ definition: { id } }) =>
      `/models/${id}/instances/{iid}` in paths && `${id}.patch` in components.schemas
    ),
  );
  equal(await document.text(ROUTES, models, "", AbortSignal.abort()), text);
  await rejects(new OpenApiDocument("open").text(ROUTES, models, "", AbortSignal.abort(new Error("gone"))), /gone/);
});
