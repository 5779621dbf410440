import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { refused } from "../http/testing/refused.ts";
import { ROUTES } from "../http/routes.ts";
import { Served } from "../http/testing/served.ts";
import { keyFor, REQUIRED } from "./testing/surfaces.ts";

/** The routes that need no admin, and who may use them; all others, also those of later releases, are for admins. */
const ACCESS: Readonly<Record<string, string>> = {
  "GET /": "user",
  "GET /health/live": "unchecked",
  "GET /health/ready": "unchecked",
  "GET /auth/me": "anyone",
  "GET /models/:id/instances": "rules",
  "POST /models/:id/instances": "rules",
  "GET /models/:id/instances/:iid": "rules",
  "PUT /models/:id/instances/:iid": "rules",
  "PATCH /models/:id/instances/:iid": "rules",
  "DELETE /models/:id/instances/:iid": "rules",
  "GET /models/:id/instances/:iid/history": "rules",
  "POST /models/:id/instances/:iid/restore": "rules",
  "POST /batch": "rules",
  "GET /events": "rules",
  "GET /openapi.json": "anyone",
  "GET /docs": "unchecked",
  "GET /client.ts": "anyone",
  "POST /files": "user",
  "GET /files/:file": "rules",
  "POST /mcp": "anyone",
};

/** A body with which each route of rules would make a change. */
const BODIES: Readonly<Record<string, unknown>> = {
  "/batch": { ops: [{ op: "create", model: "post", data: {} }] },
  "/models/:id/instances/:iid/restore": { revision: 2 },
};

Deno.test("mode required closes every route that is not named here, without credentials and for plain keys", async () => {
  const paths = ROUTES.map(({ method, path }) => `${method} ${path}`);
  deepStrictEqual(Object.keys(ACCESS).filter((route) => !paths.includes(route)), []);
  await using server = await Served.start({ config: REQUIRED });
  await server.define("post", {}, { idKind: "any" });
  await server.create("post", { id: "a" });
  // Only callers that may give a file to an instance upload one.
  await server.define("picture", { photo: { type: "File" } }, { rules: { create: "user" } });
  const plain = await keyFor(server, "plain"), before = server.core.state.seq;
  for (const { method, path, body } of ROUTES) {
    const access = ACCESS[`${method} ${path}`] ?? "admin";
    const at = path.replace(":id", "post").replace(":iid", "a").replace(":hook", "preCreate").replace(/:\w+/, "x");
    for (const key of [null, plain]) {
      const sent = body === undefined ? {} : { body: (BODIES[path] ?? {}) as Record<string, never> };
      const got = await server.ask(at, { method, key, ...sent });
      const label = `${method} ${path} ${key === null ? "without" : "with"} a key: ${got.status} ${
        got.text.slice(0, 200)
      }`;
      if (access === "unchecked" || access === "anyone" || access === "user" && key !== null) {
        ok(got.status < 300 || got.status === 415 || got.status === 422, label);
      } else if (path === "/files/:file") equal(got.status, 404, label);
      else refused(got, key === null ? 401 : 403, key === null ? "unauthenticated" : "forbidden");
    }
  }
  equal(server.core.state.seq, before, "nothing was changed");
});

Deno.test("health needs no credentials, and looks at none", async () => {
  await using server = await Served.start({ config: REQUIRED });
  for (const path of ["/health/live", "/health/ready"]) {
    for (let count = 0; count < 12; count++) equal((await server.ask(path, { key: "wrong" })).status, 200);
  }
});

Deno.test("admins may do everything from any address, and hosts of any name are answered where credentials are needed", async () => {
  await using server = await Served.start({ config: 'trusted-proxies = ["127.0.0.1"]\n' + REQUIRED });
  const headers = { host: "models.example", "x-forwarded-for": "192.0.2.1" }, key = server.adminKey;
  const hooks = { preCreate: { kind: "script", source: "" } };
  const got = await server.ask("/models", { body: { id: "post", fields: {}, hooks }, headers, key });
  equal(got.status, 201, got.text);
  equal((await server.ask("/models/post/hooks/preCreate", { headers, key })).status, 200);
  equal((await server.ask("/admin/metrics", { headers, key })).status, 200);
});

Deno.test("a key that is limited to models and actions is no admin, and does no more than these", async () => {
  await using server = await Served.start({ config: REQUIRED });
  await server.define("post", {}, { rules: { list: "user", create: "user" } });
  const key = await keyFor(server, "reader", ["post:list"]);
  equal((await server.ask("/models/post/instances", { key })).status, 200);
  refused(await server.ask("/models/post/instances", { body: {}, key }), 403, "forbidden");
  refused(await server.ask("/models", { key }), 403, "forbidden");
});
