/** The ways to instances that agents have, and the way to files. */
import { ok } from "node:assert/strict";
import type { Served } from "../../http/testing/served.ts";
import type { JsonObject } from "../../json/json.ts";
import { made, OTHER, OWN, type Surface } from "./surfaces.ts";

let count = 0;

/** Calls a tool, and gives its result; `null` if the caller may not do that. */
async function call(server: Served, key: string | null, name: string, args: JsonObject): Promise<JsonObject | null> {
  const params = { name: `post_${name}`, arguments: args };
  const { body, status } = await server.ask("/mcp", {
    body: { jsonrpc: "2.0", id: 1, method: "tools/call", params },
    key,
  });
  ok(status === 200);
  const result = body.result as JsonObject;
  if (result.isError !== true) return result.structuredContent as JsonObject;
  const { error: { code } } = JSON.parse(((result.content as JsonObject[])[0]!.text) as string);
  ok(["unauthenticated", "forbidden", "not_found"].includes(code), code);
  return null;
}

function each(reaches: (server: Served, key: string | null, id: string) => Promise<boolean>): Surface["reached"] {
  return async (server, key) => {
    const reached: string[] = [];
    for (const id of [OWN, OTHER]) if (await reaches(server, key, id)) reached.push(id);
    return reached;
  };
}

const author = (id: string) => id === OWN ? "key:ann" : "key:bob";

/** These ways. */
export const TOOL_SURFACES: readonly Surface[] = [
  {
    name: "the tool list",
    actions: ["list"],
    reached: async (server, key) => {
      const page = await call(server, key, "list", { limit: 500 });
      return (page?.items as JsonObject[] | undefined ?? []).map(({ id }) => id as string);
    },
  },
  {
    name: "the tool read",
    actions: ["read"],
    reached: each(async (server, key, id) => await call(server, key, "read", { id }) !== null),
  },
  {
    name: "the tool history",
    actions: ["history"],
    reached: each(async (server, key, id) => await call(server, key, "history", { id }) !== null),
  },
  {
    name: "the tool create",
    actions: ["create"],
    reached: each(async (server, key, id) => {
      const data = { id: `tool-${count++}`, author: author(id), team: id, n: 0 };
      return await call(server, key, "create", { data }) !== null;
    }),
  },
  {
    name: "the tool update",
    actions: ["update"],
    reached: each(async (server, key, id) => await call(server, key, "update", { id, data: { n: count++ } }) !== null),
  },
  {
    name: "the tool delete",
    actions: ["delete"],
    reached: each(async (server, key, id) => {
      const fresh = `tool-gone-${count++}`;
      await made(server, "post", { id: fresh, author: author(id), team: id, n: 0 });
      if (await call(server, key, "delete", { id: fresh }) !== null) return true;
      const signal = new AbortController().signal, operations = [{ op: "delete", model: "post", id: fresh }] as const;
      await server.core.writer.write({ operations, batch: false, actor: "test", requestId: "test", signal });
      return false;
    }),
  },
  {
    name: "a file",
    actions: ["read"],
    reached: each(async (server, key, id) => {
      const signal = new AbortController().signal, upload = { name: "a", type: "text/plain", actor: "test" };
      const bytes = ReadableStream.from([new TextEncoder().encode(id)]);
      const photo = await server.files.store.save(bytes, upload, 100, signal);
      const operations = [{ op: "patch", model: "post", id, data: { photo } }] as const;
      await server.core.writer.write({ operations, batch: false, actor: "test", requestId: "test", signal });
      const got = await server.ask(`/files/${photo.id}`, { key });
      ok(got.status === 200 || got.status === 404, got.text);
      return got.status === 200;
    }),
  },
];
