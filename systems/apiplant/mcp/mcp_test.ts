import { deepStrictEqual, equal, match, ok, rejects } from "node:assert/strict";
import { Client } from "npm:@modelcontextprotocol/sdk@1.23.0/client/index.js";
import { StreamableHTTPClientTransport } from "npm:@modelcontextprotocol/sdk@1.23.0/client/streamableHttp.js";
import { refused } from "../http/testing/refused.ts";
import { Served } from "../http/testing/served.ts";
import type { JsonObject } from "../json/json.ts";
import { Validator } from "../model/json_schema.ts";

const FIELDS: JsonObject = {
  title: { type: "String", required: true, max: 10, index: true },
  views: { type: "BigInt" },
  tree: {
    type: "JSON",
    schema: { $ref: "#/$defs/n", $defs: { n: { type: "object", additionalProperties: { $ref: "#/$defs/n" } } } },
  },
  secret: { type: "String", hidden: true },
};

/** The client of the official library, connected to a server. */
async function connected(test: (client: Client, server: Served) => Promise<void>): Promise<void> {
  await using server = await Served.start();
  await server.define("post", FIELDS, { idKind: "any", title: "Posts", description: "What people write." });
  const client = new Client({ name: "test", version: "1" });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${server.serving.url}/mcp`)));
  try {
    await test(client, server);
  } finally {
    await client.close();
  }
}

/** Calls a tool that must not fail. */
async function call(client: Client, name: string, args: Record<string, unknown>): Promise<JsonObject> {
  const { structuredContent, content, isError } = await client.callTool({ name, arguments: args });
  ok(isError !== true, JSON.stringify(content));
  deepStrictEqual(JSON.parse((content as { text: string }[])[0]!.text), structuredContent);
  return structuredContent as JsonObject;
}

async function failure(client: Client, name: string, args: Record<string, unknown>): Promise<JsonObject> {
  const { content, isError } = await client.callTool({ name, arguments: args });
  equal(isError, true);
  return JSON.parse((content as { text: string }[])[0]!.text).error;
}

Deno.test("the official client lists the tools of every model, with schemas of its data", () =>
  connected(async (client, server) => {
    deepStrictEqual(client.getServerVersion(), {
      name: "fluxwire-apiplant",
      title: "Fluxwire models",
      version: "0.1.0",
    });
    const { tools } = await client.listTools();
    const names = ["list", "read", "create", "update", "delete", "history"].map((action) => `post_${action}`);
    deepStrictEqual(tools.map(({ name }) => name), names);
    const create = tools[2]!;
    match(create.description!, /^Creates an instance of post\. What people write\.$/);
    deepStrictEqual([tools[0]!.annotations?.readOnlyHint, tools[4]!.annotations?.destructiveHint], [true, true]);
    const schema = new Validator(create.inputSchema as object, "2020-12");
    const rows: [unknown, boolean][] = [
      [{ data: { id: "a", title: "t", tree: { a: { b: {} } } } }, true],
      [{ data: { title: "t", tree: { a: 1 } } }, false],
      [{ data: {} }, false],
      [{}, false],
      [{ data: { title: "t" }, more: 1 }, false],
    ];
    for (const [args, isValid] of rows) equal(schema.validate(args).valid, isValid, JSON.stringify(args));
    for (let at = 0; at < 25; at++) await server.define(`m${at}`, {});
    const first = await client.listTools(), second = await client.listTools({ cursor: first.nextCursor });
    deepStrictEqual([first.tools.length, second.tools.length, second.nextCursor], [120, 36, undefined]);
    equal(new Set([...first.tools, ...second.tools].map(({ name }) => name)).size, 156);
    for (const cursor of ["", "nope", "behind ", "behind No"]) {
      await rejects(client.listTools({ cursor }), /`cursor` is not one of this list/);
    }
  }));

Deno.test("the official client creates, reads, lists, changes and deletes instances, and sees their history", () =>
  connected(async (client, server) => {
    const created = await call(client, "post_create", { data: { id: "a", title: "One", views: 7, secret: "s" } });
    deepStrictEqual([created.id, created.data], ["a", { title: "One", views: 7 }]);
    await call(client, "post_create", { data: { id: "b", title: "Two" } });
    deepStrictEqual(await call(client, "post_read", { id: "a" }), created);
    const listed = await call(client, "post_list", {
      filter: { views: { gt: 5 } },
      total: true,
      sort: "-title",
      limit: 10,
    });
    deepStrictEqual([listed.total, (listed.items as JsonObject[])[0]!.id], [1, "a"]);
    const updated = await call(client, "post_update", { id: "a", data: { title: "New" }, revision: created.revision });
    deepStrictEqual(updated.data, { title: "New", views: 7 });
    deepStrictEqual((await call(client, "post_read", { id: "a", at: String(created.revision) })).data, created.data);
    deepStrictEqual(await call(client, "post_delete", { id: "a" }), {});
    const { items } = await call(client, "post_history", { id: "a", limit: 2 });
    deepStrictEqual((items as JsonObject[]).map(({ kind, actor }) => [kind, actor]), [
      ["instance.deleted", "anonymous"],
      ["instance.updated", "anonymous"],
    ]);
    equal((await server.ask("/models/post/instances/a")).status, 404);
  }));

Deno.test("what a route refuses is a result with the reason", () =>
  connected(async (client) => {
    await call(client, "post_create", { data: { id: "a", title: "One" } });
    const rows: [string, Record<string, unknown>, string][] = [
      ["post_create", { data: { title: "x".repeat(11) } }, "validation"],
      ["post_create", { data: { id: "a", title: "Two" } }, "exists"],
      ["post_create", {}, "arguments"],
      ["post_read", { id: "none" }, "not_found"],
      ["post_read", { id: "../../admin/metrics" }, "malformed"],
      ["post_read", { id: 1 }, "arguments"],
      ["post_update", { id: "a", data: {}, revision: 1 }, "revision"],
      ["post_update", { id: "a", data: {}, revision: "1" }, "arguments"],
      ["post_list", { filter: { nope: 1 } }, "query"],
      ["post_list", { nope: 1 }, "arguments"],
    ];
    for (const [name, args, code] of rows) {
      equal((await failure(client, name, args)).code, code, `${name} ${JSON.stringify(args)}`);
    }
    const details = (await failure(client, "post_create", { data: {} })).details as JsonObject[];
    deepStrictEqual(details.map(({ path, code }) => [path, code]), [["/title", "required"]]);
    for (const name of ["post_drop", "none_list", "post"]) {
      const thrown = await client.callTool({ name, arguments: {} }).catch((error) => error);
      equal(thrown.code, -32602, name);
    }
  }));

Deno.test("route: POST /mcp answers messages of JSON-RPC with exact numbers, and knows versions of the protocol", async () => {
  await using server = await Served.start();
  await server.define("post", FIELDS, { idKind: "any" });
  const mcp = (body: JsonObject, headers: Record<string, string> = {}) => server.ask("/mcp", { body, headers });
  const call = (id: unknown, method: string, params: JsonObject = {}) =>
    ({ jsonrpc: "2.0", id, method, params }) as JsonObject;
  const data = { id: "a", title: "t", views: 9223372036854775807n };
  const created = await mcp(call(1, "tools/call", { name: "post_create", arguments: { data } }));
  ok(created.text.includes('"structuredContent":{"id":"a"') && created.text.includes('"views":9223372036854775807}'));
  deepStrictEqual((await mcp(call("x", "ping"))).body, { jsonrpc: "2.0", id: "x", result: {} });
  for (const [asked, given] of [["2025-06-18", "2025-06-18"], ["2099-01-01", "2025-11-25"]]) {
    const { body } = await mcp(call(1, "initialize", { protocolVersion: asked! }));
    equal((body.result as JsonObject).protocolVersion, given);
  }
  const notified = await mcp({ jsonrpc: "2.0", method: "notifications/initialized" });
  deepStrictEqual([notified.status, notified.text], [202, ""]);
  deepStrictEqual(((await mcp(call(1, "resources/list"))).body.error as JsonObject).code, -32601);
  const wrong: JsonObject[] = [
    { id: 1, method: "ping" },
    { jsonrpc: "2.0", id: {}, method: "ping" },
    { jsonrpc: "2.0", id: 1 },
  ];
  for (const body of wrong) {
    deepStrictEqual(((await mcp(body)).body.error as JsonObject).code, -32600);
  }
  refused(await mcp(call(1, "ping"), { "mcp-protocol-version": "1.0" }), 400, "header");
  refused(await server.ask("/mcp"), 405, "method");
  refused(await mcp(call(1, "ping"), { origin: "https://evil.example" }), 403, "forbidden");
  refused(await mcp(call(1, "ping"), { "x-forwarded-for": "10.0.0.1" }), 403, "forbidden");
});
