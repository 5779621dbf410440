import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { refused } from "../http/testing/refused.ts";
import { Served } from "../http/testing/served.ts";
import { keyFor, made, REQUIRED } from "./testing/surfaces.ts";

Deno.test("who may not read an instance does not learn its revision by creating it again", async () => {
  await using server = await Served.start({ config: REQUIRED });
  const rules = { create: "user", read: "owner", update: "owner" };
  await server.define("post", { author: { type: "String" } }, { idKind: "any", ownerField: "author", rules });
  await made(server, "post", { id: "a", author: "key:ann" });
  const ann = await keyFor(server, "ann"), bob = await keyFor(server, "bob"), headers = { "if-none-match": "*" };
  const put = (key: string | null) =>
    server.ask("/models/post/instances/a", { method: "PUT", body: { author: "key:bob" }, headers, key });
  const { text, body } = await put(bob);
  deepStrictEqual([body.error!.code, body.error!.details], ["revision", { current: null }], text);
  const { revision } = (await server.core.state.get("post", "a"))!;
  ok(!String(body.error!.message).includes(String(revision)), text);
  deepStrictEqual(refused(await put(ann), 412, "revision"), { current: revision });
  deepStrictEqual(refused(await put(server.adminKey), 412, "revision"), { current: revision });
});

Deno.test("files are uploaded by callers alone that may give one to an instance", async () => {
  await using server = await Served.start({ config: REQUIRED });
  const files = { photo: { type: "File" } };
  await server.define("post", files, { rules: { create: "user", update: "role:editor" } });
  await server.define("page", {}, { rules: { create: "user", update: "user" } });
  const upload = async (key: string | null) => {
    const headers = { "content-type": "text/plain" };
    return (await server.ask("/files", { method: "POST", raw: "x", headers, key })).status;
  };
  equal(await upload(await keyFor(server, "any")), 201);
  for (const [at, scopes] of [["post:list"], ["page:*"], ["post:update"], ["role:editor", "post:delete"]].entries()) {
    equal(await upload(await keyFor(server, `limited-${at}`, scopes)), 403, scopes.join());
  }
  for (const [at, scopes] of [["post:create"], ["*:create"], ["role:editor", "post:update"]].entries()) {
    equal(await upload(await keyFor(server, `enough-${at}`, scopes)), 201, scopes.join());
  }
  equal(await upload(server.adminKey), 201);
});

Deno.test("documents show the default of a hidden field to admins alone", async () => {
  await using server = await Served.start({ config: REQUIRED });
  const tier = { type: "String", hidden: true, default: "planted-default" };
  await server.define("post", { tier, kind: { type: "String", default: "shown-default" } }, {
    rules: { create: "user" },
  });
  const key = await keyFor(server, "ann");
  const documents = async (key: string | null) => {
    const list = { jsonrpc: "2.0", id: 1, method: "tools/list", params: {} };
    const texts = [
      (await server.ask("/openapi.json", { key })).text,
      (await server.ask("/client.ts", { key })).text,
      (await server.ask("/mcp", { body: list, key })).text,
    ].join();
    return [texts.includes("planted-default"), texts.includes("shown-default")];
  };
  deepStrictEqual(await documents(key), [false, true]);
  deepStrictEqual(await documents(server.adminKey), [true, true]);
});

Deno.test("the OpenAPI document names no model that a caller may do nothing with, and no rule", async () => {
  await using server = await Served.start({ config: REQUIRED });
  await server.define("planted-model", { planted: { type: "String" } });
  await server.define("post", { link: { type: "Reference", model: "planted-model" } }, {
    rules: { list: "user", delete: "role:planted-role" },
  });
  const key = await keyFor(server, "ann");
  for (const who of [null, key]) {
    for (const path of ["/openapi.json", "/client.ts"]) {
      const { text } = await server.ask(path, { key: who });
      for (const planted of ["planted-role", '"planted"', "planted-model/"]) {
        ok(!text.includes(planted), `${path} ${planted}`);
      }
    }
  }
});

Deno.test("a value of a model that was deleted is not restored into a later model of its name", async () => {
  await using server = await Served.start({ config: REQUIRED });
  await server.define("post", { text: { type: "String" } }, { idKind: "any" });
  await made(server, "post", { id: "a", text: "planted" });
  const { revision } = (await server.core.state.get("post", "a"))!;
  equal((await server.ask("/models/post", { method: "DELETE", key: server.adminKey })).status, 204);
  const rules = { create: "user", update: "user", read: "user", history: "user" };
  await server.define("post", { text: { type: "String" } }, { idKind: "any", rules });
  const key = await keyFor(server, "ann"), path = "/models/post/instances/a/restore";
  refused(await server.ask(path, { body: { revision }, key }), 404, "not_found");
  equal((await server.ask("/models/post/instances", { body: { id: "a" }, key })).status, 201);
  refused(await server.ask(path, { body: { revision }, key }), 404, "not_found");
  refused(await server.ask(`/models/post/instances/a?at=${revision}`, { key }), 404, "not_found");
  for (const query of ["", `?cursor=${revision}`, `?as=current&cursor=${revision}`]) {
    ok(!(await server.ask(`/models/post/instances/a/history${query}`, { key })).text.includes("planted"), query);
  }
  refused(await server.ask(`/models/post/instances/a/history?cursor=${revision}`, { key }), 400, "cursor");
});

Deno.test("a caller does not take the Idempotency-Keys of others, nor learn that they are used", async () => {
  await using server = await Served.start({ config: REQUIRED });
  await server.define("post", {}, { rules: { create: "user" } });
  const headers = { "idempotency-key": "order-1" }, keys = [await keyFor(server, "ann"), await keyFor(server, "bob")];
  for (const replayed of [false, true]) {
    for (const key of keys) {
      const got = await server.ask("/models/post/instances", { body: {}, headers, key });
      deepStrictEqual([got.status, got.headers.has("idempotency-replayed")], [201, replayed], got.text);
    }
  }
  equal((await server.ask("/models/post/instances?total=true", { key: server.adminKey })).body.total, 2);
});
