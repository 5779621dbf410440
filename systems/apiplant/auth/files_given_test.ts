import { deepStrictEqual, equal } from "node:assert/strict";
import type { JsonObject } from "../json/json.ts";
import { type Got, Served } from "../http/testing/served.ts";
import { keyFor, made, REQUIRED } from "./testing/surfaces.ts";

const POSTS = "/models/post/instances";

/** A server on which all keys see values of posts, and owners alone read them; ann has one with a file. */
async function served(): Promise<{ server: Served; ann: string; bob: string; photo: JsonObject }> {
  const server = await Served.start({ config: REQUIRED });
  const fields = { author: { type: "String" }, photo: { type: "File" }, draft: { type: "File", hidden: true } };
  const rules = { list: "user", history: "user", subscribe: "user", create: "owner", read: "owner", update: "owner" };
  await server.define("post", fields, { idKind: "any", ownerField: "author", rules });
  const ann = await keyFor(server, "ann"), bob = await keyFor(server, "bob");
  const photo = await upload(server, "ann's", ann);
  equal((await server.ask(POSTS, { body: { id: "a", author: "key:ann", photo }, key: ann })).status, 201);
  equal((await server.ask(POSTS, { body: { id: "b", author: "key:bob" }, key: bob })).status, 201);
  return { server, ann, bob, photo };
}

async function upload(server: Served, text: string, key: string | null): Promise<JsonObject> {
  const headers = { "content-type": "image/png" };
  const got = await server.ask("/files?name=a.png", { method: "POST", raw: text, headers, key });
  equal(got.status, 201, got.text);
  return got.body;
}

const WAYS: Readonly<Record<string, (server: Served, key: string, photo: JsonObject) => Promise<Got>>> = {
  "POST": (server, key, photo) => server.ask(POSTS, { body: { id: "c", author: "key:bob", photo }, key }),
  "PUT": (server, key, photo) => server.ask(`${POSTS}/b`, { method: "PUT", body: { author: "key:bob", photo }, key }),
  "PUT of a new one": (server, key, photo) => {
    const headers = { "if-none-match": "*" }, body = { author: "key:bob", photo };
    return server.ask(`${POSTS}/d`, { method: "PUT", body, headers, key });
  },
  "PATCH": (server, key, photo) => server.ask(`${POSTS}/b`, { method: "PATCH", body: { photo }, key }),
  "PATCH of a hidden field": (server, key, photo) =>
    server.ask(`${POSTS}/b`, { method: "PATCH", body: { draft: photo }, key }),
  "a batch": async (server, key, photo) => {
    const ops = [{ op: "patch", model: "post", id: "b", data: { photo } }];
    const got = await server.ask("/batch", { body: { ops }, key }), { details } = got.body.error ?? {};
    return { ...got, body: { ...got.body, error: { ...got.body.error, details: (details as JsonObject)?.details! } } };
  },
  "a tool": async (server, key, photo) => {
    const params = { name: "post_update", arguments: { id: "b", data: { photo } } };
    const { body } = await server.ask("/mcp", { body: { jsonrpc: "2.0", id: 1, method: "tools/call", params }, key });
    const text = ((body.result as JsonObject).content as JsonObject[])[0]!.text as string;
    const { error } = JSON.parse(text);
    return { status: 422, headers: new Headers(), body: { error: { ...error, requestId: "r" } }, text };
  },
};

for (const [way, give] of Object.entries(WAYS)) {
  Deno.test(`a file that a caller sees and may not read is refused as if it did not exist: ${way}`, async () => {
    const { server, bob, photo } = await served();
    await using _ = server;
    const [seen] = (await server.ask(`${POSTS}?filter[id]=a`, { key: bob })).body.items as unknown as JsonObject[];
    deepStrictEqual((seen!.data as JsonObject).photo, photo, "a list shows the value");
    const got = await give(server, bob, photo);
    const missing = await give(server, bob, { ...photo, id: crypto.randomUUID() });
    equal(got.body.error?.code, "validation", got.text);
    deepStrictEqual(got.body.error!.details, missing.body.error!.details);
    equal((await server.ask(`/files/${photo.id}`, { key: bob })).status, 404);
  });
}

Deno.test("a file is given by the caller that has uploaded it, by those that may read it, and by admins", async () => {
  const { server, ann, bob, photo } = await served();
  await using _ = server;
  const give = async (id: string, file: JsonObject, key: string | null) =>
    (await server.ask(`${POSTS}/${id}`, { method: "PATCH", body: { photo: file }, key })).status;
  equal(await give("b", photo, server.adminKey), 200);
  equal(await give("b", await upload(server, "bob's", bob), bob), 200);
  await server.ask(`${POSTS}/a`, { method: "PATCH", body: { photo: null }, key: ann });
  equal(await give("a", photo, ann), 200, "its uploader, also when it was given up");
  const byAdmin = await upload(server, "the admin's", server.adminKey);
  await made(server, "post", { id: "of-ann", author: "key:ann", photo: byAdmin });
  equal(await give("a", byAdmin, ann), 200, "its reader");
  equal(await give("b", byAdmin, bob), 422);
});

Deno.test("a file stays where it is, and does not move to a field that is shown, by callers that may not read it", async () => {
  const { server, bob } = await served();
  await using _ = server;
  const file = await upload(server, "the admin's", server.adminKey);
  await made(server, "post", { id: "c", author: "key:bob", draft: file });
  const patch = async (body: JsonObject) =>
    (await server.ask(`${POSTS}/c`, { method: "PATCH", body, key: bob })).status;
  equal(await patch({ draft: file }), 200);
  equal(await patch({ photo: file }), 422);
});

Deno.test("a caller that may restore an instance gets back its files", async () => {
  const { server, bob } = await served();
  await using _ = server;
  const photo = await upload(server, "the admin's", server.adminKey);
  await made(server, "post", { id: "c", author: "key:bob", photo });
  const { revision } = (await server.core.state.get("post", "c"))!;
  equal((await server.ask(`${POSTS}/c`, { method: "PATCH", body: { photo: null }, key: bob })).status, 200);
  const got = await server.ask(`${POSTS}/c/restore`, { body: { revision }, key: bob });
  equal(got.status, 200, got.text);
  equal((await server.ask(`/files/${photo.id}`, { key: bob })).status, 200);
});

Deno.test("a pre hook may give files that the caller may not", async () => {
  let file: JsonObject | null = null;
  await using server = await Served.start({
    config: REQUIRED,
    pre: ({ after }) => file === null ? undefined : { ...after, photo: file },
  });
  const rules = { create: "user" }, fields = { photo: { type: "File" } };
  await server.define("post", fields, { idKind: "any", rules });
  const source = "export function preCreate() {}";
  const hook = { method: "PUT", body: { kind: "script", source }, key: server.adminKey };
  equal((await server.ask("/models/post/hooks/preCreate", hook)).status, 200);
  const bob = await keyFor(server, "bob");
  file = await upload(server, "the admin's", server.adminKey);
  equal((await server.ask(POSTS, { body: { photo: file }, key: bob })).status, 422, "sent by the caller itself");
  equal((await server.ask(POSTS, { body: {}, key: bob })).status, 201);
});

for (
  const [name, first, then] of [
    ["an unknown member of a model that is not strict", { strict: false, fields: {} }, {
      fields: { photo: { type: "File" } },
    }],
    ["a field of JSON", { fields: { photo: { type: "JSON" } } }, {
      fields: { photo: { type: "File", max: null } },
      migration: [{ convert: "photo", to: "File" }],
    }],
    ["a field of JSON that was renamed", { fields: { other: { type: "JSON" } } }, {
      fields: { other: null, photo: { type: "File" } },
      migration: [{ rename: "other", to: "photo" }],
    }],
    ["the value of a step", { fields: {} }, {
      fields: { photo: { type: "File" } },
      migration: [{ set: "photo", value: "FILE" }],
    }],
  ] as const
) {
  Deno.test(`${name} becomes no file by a change of the model, nor when it is restored`, async () => {
    const { server, bob, photo } = await served();
    await using _ = server;
    const rules = { create: "user", read: "user", update: "user", history: "user" };
    const { fields, ...others } = first as { fields: JsonObject };
    await server.define("note", fields, { idKind: "any", rules, ...others });
    const data: JsonObject = "other" in fields ? { other: photo } : name.startsWith("the value") ? {} : { photo };
    const made = await server.ask("/models/note/instances", { body: { id: "n", ...data }, key: bob });
    equal(made.status, 201, made.text);
    const change = JSON.parse(JSON.stringify(then).replace('"FILE"', JSON.stringify(photo)));
    const patch = () => server.ask("/models/note", { method: "PATCH", body: change, key: server.adminKey });
    const refusal = await patch();
    equal(refusal.body.error?.code, "migration", refusal.text);
    equal((await server.ask(`/files/${photo.id}`, { key: bob })).status, 404);
    if (name.startsWith("the value")) return;
    // Without the value, the model changes; the old value is still in the log.
    const { revision } = (await server.core.state.get("note", "n"))!;
    equal((await server.ask("/models/note/instances/n", { method: "PUT", body: {}, key: bob })).status, 200);
    const changed = await patch();
    equal(changed.status, 200, changed.text);
    const restored = await server.ask("/models/note/instances/n/restore", { body: { revision }, key: bob });
    equal(restored.body.error?.code, "validation", restored.text);
    equal((await server.ask(`/files/${photo.id}`, { key: bob })).status, 404);
  });
}
