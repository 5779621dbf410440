import { deepStrictEqual, equal } from "node:assert/strict";
import type { JsonObject } from "../json/json.ts";
import { refused } from "../http/testing/refused.ts";
import { Served } from "../http/testing/served.ts";
import { SseReader } from "../http/testing/sse.ts";
import { ALL_ACTIONS, keyFor, made, REQUIRED } from "./testing/surfaces.ts";

const PUBLIC = Object.fromEntries(ALL_ACTIONS.map((action) => [action, "public"]));
const POSTS = "/models/post/instances";
const SECRET = "not to be seen";

/** The ways on which instances and events come, each with its text. */
const WAYS: Readonly<Record<string, (server: Served, key: string | null) => Promise<string>>> = {
  "a list": async (server, key) => (await server.ask(POSTS, { key })).text,
  "one": async (server, key) => (await server.ask(`${POSTS}/a`, { key })).text,
  "?at=": async (server, key) => (await server.ask(`${POSTS}/a?at=3`, { key })).text,
  "expand": async (server, key) => (await server.ask("/models/note/instances/n?expand=post", { key })).text,
  "a history": async (server, key) => (await server.ask(`${POSTS}/a/history`, { key })).text,
  "a history in the present form": async (server, key) =>
    (await server.ask(`${POSTS}/a/history?as=current`, { key })).text,
  "a page of events": async (server, key) => (await server.ask("/events?since=0&models=post", { key })).text,
  "a snapshot": async (server, key) => {
    const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
    await using reader = await SseReader.open(`${server.serving.url}/events?models=post&snapshot=true`, headers);
    return JSON.stringify(await reader.next());
  },
  "the answer to a change": async (server, key) =>
    (await server.ask(`${POSTS}/a`, { method: "PATCH", body: {}, key })).text,
  "the answer to a batch": async (server, key) => {
    const ops = [{ op: "patch", model: "post", id: "a", data: {} }];
    return (await server.ask("/batch", { body: { ops }, key })).text;
  },
  "a tool": async (server, key) => {
    const params = { name: "post_read", arguments: { id: "a" } };
    return (await server.ask("/mcp", { body: { jsonrpc: "2.0", id: 1, method: "tools/call", params }, key })).text;
  },
};

async function served(): Promise<Served> {
  const server = await Served.start({ config: REQUIRED });
  const title = { type: "String", index: true }, fields = { title, secret: { ...title, hidden: true } };
  await server.define("post", fields, { idKind: "any", rules: PUBLIC });
  await server.define("note", { post: { type: "Reference", model: "post" } }, { idKind: "any", rules: PUBLIC });
  await made(server, "post", { id: "a", title: "t", secret: SECRET });
  await made(server, "note", { id: "n", post: "a" });
  return server;
}

for (const [way, ask] of Object.entries(WAYS)) {
  Deno.test(`hidden fields are shown to admins, and to no other caller: ${way}`, async () => {
    await using server = await served();
    const key = await keyFor(server, "ann", ["role:editor", "post:*", "note:*"]);
    for (const [who, sees] of [[null, false], [key, false], [server.adminKey, true]] as const) {
      const text = await ask(server, who);
      equal(text.includes(SECRET), sees, text);
      equal(text.includes("title"), true, text);
    }
  });
}

Deno.test("admins name hidden fields in filters, sorts, searches and fields; for others they are unknown", async () => {
  await using server = await served();
  for (const query of ["filter[secret]=x", "sort=secret", "fields=secret"]) {
    refused(await server.ask(`${POSTS}?${query}`), 400, "query");
    equal((await server.ask(`${POSTS}?${query}`, { key: server.adminKey })).status, 200);
  }
  const found = async (key: string | null) =>
    ((await server.ask(`${POSTS}?search=seen`, { key })).body.items as unknown as JsonObject[]).length;
  deepStrictEqual([await found(null), await found(server.adminKey)], [0, 1]);
});

Deno.test("the OpenAPI document of an admin has hidden fields in answers, with another entity tag", async () => {
  await using server = await served();
  const read = async (key: string | null) => {
    const { body, headers } = await server.ask("/openapi.json", { key });
    const { schemas } = body.components as { schemas: Record<string, { properties: Record<string, JsonObject> }> };
    return [Object.keys(schemas.post!.properties.data!.properties as JsonObject), headers.get("etag")] as const;
  };
  const [fields, tag] = await read(null), [all, tagOfAll] = await read(server.adminKey);
  deepStrictEqual([fields, all], [["title"], ["title", "secret"]]);
  equal(tag === tagOfAll, false);
});

for (
  const [change, body] of [
    ["dropped", { fields: { title: { type: "String" } }, migration: [{ drop: "secret" }] }],
    ["renamed", {
      fields: { title: { type: "String" }, other: { type: "String", hidden: true } },
      migration: [{ rename: "secret", to: "other" }],
    }],
    ["renamed, and its name given to another field that is shown", {
      fields: {
        title: { type: "String" },
        other: { type: "String", hidden: true },
        secret: { type: "String" },
      },
      migration: [{ rename: "secret", to: "other" }],
    }],
  ] as const
) {
  Deno.test(`what a hidden field had is not shown when it was ${change}`, async () => {
    await using server = await served();
    const got = await server.ask("/models/post", { method: "PATCH", body: body as JsonObject, key: server.adminKey });
    equal(got.status, 200, got.text);
    for (const [way, ask] of Object.entries(WAYS)) equal((await ask(server, null)).includes(SECRET), false, way);
  });
}

Deno.test("what a hidden field had is not shown by a later field of its name, and what that one has is shown", async () => {
  await using server = await served();
  const change = async (body: JsonObject) => {
    const got = await server.ask("/models/post", { method: "PATCH", body, key: server.adminKey });
    equal(got.status, 200, got.text);
  };
  await change({ fields: { secret: null }, migration: [{ drop: "secret" }] });
  await change({
    fields: { secret: { type: "String", default: "new" } },
    migration: [{ set: "secret", value: "new" }],
  });
  for (const [way, ask] of Object.entries(WAYS)) equal((await ask(server, null)).includes(SECRET), false, way);
  deepStrictEqual((await server.ask(`${POSTS}/a`)).body.data, { title: "t", secret: "new" });
  await made(server, "post", { id: "b", secret: "later" });
  const history = (await server.ask(`${POSTS}/b/history`)).body.items as unknown as JsonObject[];
  deepStrictEqual((history[0]!.payload as JsonObject).secret, "later");
});

Deno.test("a field that is shown from a version on shows what it had before", async () => {
  await using server = await served();
  const body = { fields: { secret: { hidden: null } } };
  equal((await server.ask("/models/post", { method: "PATCH", body, key: server.adminKey })).status, 200);
  for (const [way, ask] of Object.entries(WAYS)) equal((await ask(server, null)).includes(SECRET), true, way);
});

Deno.test("while the server is open, no caller sees hidden fields", async () => {
  await using server = await Served.start();
  await server.define("post", { title: { type: "String" }, secret: { type: "String", hidden: true } }, {
    idKind: "any",
  });
  await server.define("note", { post: { type: "Reference", model: "post" } }, { idKind: "any" });
  await made(server, "post", { id: "a", title: "t", secret: SECRET });
  await made(server, "note", { id: "n", post: "a" });
  for (const [way, ask] of Object.entries(WAYS)) equal((await ask(server, null)).includes(SECRET), false, way);
});
