import { deepStrictEqual, equal } from "node:assert/strict";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { MemoryModelStorage } from "../storage/memory/model_storage.ts";
import type { EventStorage, ModelStorage } from "../storage/roles.ts";
import { Refusal } from "../commit/refusal.ts";
import { ROUTES } from "./routes.ts";
import { type Ask, Served } from "./testing/served.ts";

/** Calls of the roles that change something, and of hooks, in their order; reads are left out. */
const CHANGES = ["append", "setRegister", "trim", "apply", "reset", "load"];

function recorded<T extends EventStorage | ModelStorage>(role: string, storage: T, calls: string[]): T {
  return new Proxy(storage, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if (CHANGES.includes(String(name))) calls.push(`${role}.${String(name)}`);
        return value.apply(target, args);
      };
    },
  });
}

const WRITE = ["event.append", "model.apply", "post"];
const KEYED = ["event.setRegister", ...WRITE];
const HOOKED = ["pre", ...WRITE];
const REFUSED = ["pre"];
const P = "/models/post", I = `${P}/instances`;
const SCRIPT = { kind: "script", source: "" };

/** What is sent to each route, in this order, and the calls that it makes; a GET without calls needs no line. */
const ASKS: readonly (readonly [route: string, path: string, ask: Ask, status: number, calls: readonly string[]])[] = [
  ["POST /models", "/models", { body: { id: "post", idKind: "any", fields: { n: { type: "Int" } } } }, 201, WRITE],
  [
    "PUT /models/:id",
    P,
    { method: "PUT", body: { id: "post", idKind: "any", fields: { n: { type: "Int" } } } },
    200,
    WRITE,
  ],
  ["PATCH /models/:id", P, { method: "PATCH", body: { title: "Posts" } }, 200, WRITE],
  ...["preCreate", "preUpdate", "preDelete", "postCreate"].map((hook) =>
    ["PUT /models/:id/hooks/:hook", `${P}/hooks/${hook}`, { method: "PUT", body: SCRIPT }, 200, WRITE] as const
  ),
  ["POST /models/:id/instances", I, { body: { id: "a", n: 1 } }, 201, HOOKED],
  ["POST /models/:id/instances", I, { body: { id: "b", n: 13 } }, 422, REFUSED],
  ["POST /models/:id/instances", I, { body: { id: "b", n: "x" } }, 422, []],
  ["PUT /models/:id/instances/:iid", `${I}/a`, { method: "PUT", body: { n: 2 } }, 200, HOOKED],
  ["PATCH /models/:id/instances/:iid", `${I}/a`, { method: "PATCH", body: { n: 3 } }, 200, HOOKED],
  ["POST /models/:id/instances/:iid/restore", `${I}/a/restore`, { body: { revision: 8 } }, 200, HOOKED],
  [
    "POST /batch",
    "/batch",
    { body: { ops: [1, 2].map((n) => ({ op: "create", model: "post", data: { n } })) } },
    200,
    ["pre", "pre", ...WRITE],
  ],
  ["POST /models/:id/instances/:iid/erase", `${I}/a/erase`, { method: "POST" }, 202, WRITE],
  ["DELETE /models/:id/instances/:iid", `${I}/a`, { method: "DELETE" }, 204, HOOKED],
  ["DELETE /models/:id/hooks/:hook", `${P}/hooks/preUpdate`, { method: "DELETE" }, 204, WRITE],
  ["POST /files", "/files", { raw: "x", headers: { "content-type": "text/plain" } }, 201, []],
  ["POST /admin/dead/:event", "/admin/dead/e", { method: "POST" }, 204, []],
  // The log of the test is in memory: nothing of it is kept apart.
  ["POST /admin/snapshot", "/admin/snapshot", { method: "POST" }, 404, []],
  ["POST /admin/definitions", "/admin/definitions", { body: { v: 1, models: [{ id: "n", fields: {} }] } }, 200, WRITE],
  ["POST /admin/compact", "/admin/compact", { body: { before: 1 } }, 404, []],
  [
    "POST /admin/definitions",
    "/admin/definitions",
    { body: { v: 1, models: [{ id: "new", fields: {} }] } },
    200,
    WRITE,
  ],
  ["POST /auth/keys", "/auth/keys", { body: { id: "ci" } }, 201, KEYED],
  ["POST /auth/keys/:key/rotate", "/auth/keys/ci/rotate", { body: {} }, 200, KEYED],
  ["DELETE /auth/keys/:key", "/auth/keys/ci", { method: "DELETE" }, 204, KEYED],
  ["DELETE /models/:id", P, { method: "DELETE" }, 204, WRITE],
];

/** What stands for the parameters of paths. */
const READS: Record<string, string> = {
  ":id": "post",
  ":hook": "preCreate",
  ":iid": "a",
};

Deno.test("every route calls hooks and storages in the order of the write path, and none that it has no use for", async () => {
  const calls: string[] = [];
  const log = recorded("event", new MemoryEventStorage(), calls);
  const models = recorded("model", new MemoryModelStorage(), calls);
  await using server = await Served.start({
    log,
    models,
    dead: { list: () => Promise.resolve({ letters: [], dropped: 0 }), runAgain: () => Promise.resolve() },
    pre: ({ after, model }) => {
      calls.push("pre");
      if (after?.n === 13) throw new Refusal("vetoed", `No ${model.definition.id} has 13`);
      return undefined;
    },
    post: () => void calls.push("post"),
  });
  const upload = await server.ask("/files", { raw: "x", headers: { "content-type": "text/plain" } });
  READS[":file"] = upload.body.id as string;
  calls.length = 0;
  for (const [route, path, ask, status, wanted] of ASKS) {
    const got = await server.ask(path, ask);
    equal(got.status, status, `${route}: ${got.text}`);
    deepStrictEqual(calls.splice(0), wanted, route);
    if (path === `${I}/a` && ask.method === "PUT") await readAll(server, calls);
  }
  const asked = new Set(ASKS.map(([route]) => route));
  const changing = ROUTES.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);
  deepStrictEqual([...asked].sort(), changing.sort());
});

/** Reads every route that reads. */
async function readAll(server: Served, calls: readonly string[]): Promise<void> {
  for (const { path } of ROUTES.filter(({ method }) => method === "GET")) {
    const got = await server.ask(path.replace(/:\w+/g, (name) => READS[name]!));
    equal(got.status, path === "/admin/backup" ? 404 : 200, `GET ${path}: ${got.text}`);
    deepStrictEqual(calls, [], `GET ${path}`);
  }
}
