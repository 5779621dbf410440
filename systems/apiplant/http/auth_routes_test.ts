import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import type { JsonObject } from "../json/json.ts";
import { keyFor, REQUIRED } from "../auth/testing/surfaces.ts";
import { refused } from "./testing/refused.ts";
import { Served } from "./testing/served.ts";

const start = () => Served.start({ config: REQUIRED });

Deno.test("route: GET /auth/me says who asks", async () => {
  await using server = await start();
  const me = async (key?: string | null) => (await server.ask("/auth/me", { key: key ?? null })).body;
  const anonymous = { subject: null, roles: [], admin: false, expiresAt: null };
  deepStrictEqual(await me(), { kind: "anonymous", actor: "anonymous", ...anonymous });
  deepStrictEqual(await me(server.adminKey), {
    kind: "key",
    actor: "key:admin",
    subject: "key:admin",
    roles: [],
    admin: true,
    expiresAt: null,
  });
  const own = await me(await keyFor(server, "ci", ["role:editor", "post:read"]));
  deepStrictEqual([own.actor, own.roles, own.admin], ["key:ci", ["editor"], false]);
  await using open = await Served.start();
  deepStrictEqual((await open.ask("/auth/me")).body, { kind: "open", actor: "anonymous", ...anonymous, admin: true });
});

Deno.test("route: POST /auth/keys gives the text of a key once, and no event, list or register has it", async () => {
  await using server = await start();
  const body = { id: "ci", scopes: ["role:editor"], expiresAt: "2100-01-01T02:00:00+02:00" };
  const got = await server.ask("/auth/keys", { body, key: server.adminKey }), key = got.body.key as string;
  equal(got.status, 201);
  match(key, /^ap_ci_[\w-]{43}$/);
  deepStrictEqual([got.body.id, got.body.scopes, got.body.expiresAt], [
    "ci",
    ["role:editor"],
    "2100-01-01T00:00:00.000Z",
  ]);
  const secret = key.slice("ap_ci_".length);
  const places = [
    (await server.ask("/auth/keys", { key: server.adminKey })).text,
    (await server.ask("/events?since=0", { key: server.adminKey })).text,
    JSON.stringify(await server.core.log.read(1, 100)),
    (await server.core.log.getRegister("auth/keys"))!.value,
  ];
  for (const text of places) ok(!text.includes(secret) && text.includes("ci"), text);
  const { items } = (await server.ask("/events?since=0", { key: server.adminKey })).body as { items: JsonObject[] };
  deepStrictEqual(items.map(({ kind, model, instance, actor }) => [kind, model, instance, actor]), [
    ["config.updated", "keys", "ci", "key:admin"],
  ]);
  refused(await server.ask("/auth/keys", { body: { id: "ci" }, key: server.adminKey }), 409, "exists");
  const wrong = { id: "A", scopes: ["admin", "role:", "post:look", 1], expiresAt: "2000-01-01T00:00:00Z", name: "x" };
  const problems = refused(await server.ask("/auth/keys", { body: wrong, key: server.adminKey }), 422, "validation");
  deepStrictEqual((problems as JsonObject[]).map(({ path, code }) => `${path} ${code}`), [
    "/name unknown",
    "/id format",
    "/scopes/1 format",
    "/scopes/2 format",
    "/scopes/3 format",
    "/scopes unsupported",
    "/expiresAt format",
  ]);
});

Deno.test("route: GET /auth/keys lists keys with their last use, and without their digests", async () => {
  await using server = await start();
  const ci = await keyFor(server, "ci");
  await keyFor(server, "never");
  await server.ask("/auth/me", { key: ci });
  const { items, total } = (await server.ask("/auth/keys", { key: server.adminKey })).body as {
    items: readonly JsonObject[];
    total: number;
  };
  equal(total, 3);
  deepStrictEqual(items.map(({ id, lastUsedAt }) => [id, lastUsedAt === null]), [
    ["admin", false],
    ["ci", false],
    ["never", true],
  ]);
  deepStrictEqual(Object.keys(items[0]!), ["id", "scopes", "createdAt", "expiresAt", "previousUntil", "lastUsedAt"]);
});

Deno.test("route: POST /auth/keys/:key/rotate gives a new secret, and the one before ends with its grace", async () => {
  const clock = new ManualClock();
  await using server = await Served.start({ config: REQUIRED, clock });
  const first = await keyFor(server, "ci"),
    status = async (key: string) => (await server.ask("/auth/me", { key })).status;
  const rotate = (body: JsonObject) => server.ask("/auth/keys/ci/rotate", { body, key: server.adminKey });
  const second = (await rotate({ grace: "1h" })).body.key as string;
  deepStrictEqual([await status(first), await status(second)], [200, 200]);
  clock.advance(3_600_000);
  deepStrictEqual([await status(first), await status(second)], [401, 200]);
  const third = (await rotate({})).body.key as string;
  deepStrictEqual([await status(second), await status(third)], [401, 200]);
  refused(await rotate({ grace: "721h" }), 422, "validation");
  refused(await rotate({ grace: "1h", x: 1 }), 422, "validation");
  refused(await server.ask("/auth/keys/none/rotate", { body: {}, key: server.adminKey }), 404, "not_found");
});

Deno.test("route: DELETE /auth/keys/:key ends a key at once", async () => {
  await using server = await start();
  const key = await keyFor(server, "ci");
  equal((await server.ask("/auth/me", { key })).status, 200);
  equal((await server.ask("/auth/keys/ci", { method: "DELETE", key: server.adminKey })).status, 204);
  refused(await server.ask("/auth/me", { key }), 401, "unauthenticated");
  refused(await server.ask("/auth/keys/ci", { method: "DELETE", key: server.adminKey }), 404, "not_found");
});

Deno.test("refusal: 401 unauthenticated asks for credentials, and never says what is wrong with them", async () => {
  const clock = new ManualClock();
  await using server = await Served.start({ config: REQUIRED, clock });
  const key = await keyFor(server, "ci");
  const soon = new Date(clock.now() + 1_000).toISOString();
  const expired = await server.ask("/auth/keys", { body: { id: "old", expiresAt: soon }, key: server.adminKey });
  clock.advance(1_000);
  const missing = await server.ask("/models");
  refused(missing, 401, "unauthenticated");
  match(missing.headers.get("www-authenticate")!, /^Bearer /);
  const texts = new Set<string>();
  for (
    const authorization of [
      "Bearer ",
      "Basic YTpi",
      `Bearer ${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`,
      `Bearer ${key.replace("ap_ci", "ap_other")}`,
      `Bearer ${expired.body.key}`,
      "Bearer eyJhbGciOiJub25lIn0.e30.",
      `Bearer ${key} ${key}`,
    ]
  ) {
    const got = await server.ask("/models", { headers: { authorization } });
    refused(got, 401, "unauthenticated");
    equal(got.headers.get("www-authenticate"), missing.headers.get("www-authenticate"));
    texts.add(got.body.error!.message as string);
  }
  equal(texts.size, 1, [...texts].join("\n"));
});

Deno.test("route: GET /auth/keys lists a key whose name every object has as a member", async () => {
  await using server = await Served.start({ config: REQUIRED });
  const admin = { key: server.adminKey };
  equal((await server.ask("/auth/keys", { body: { id: "constructor" }, ...admin })).status, 201);
  const got = await server.ask("/auth/keys", admin);
  equal(got.status, 200, got.text);
  const listed = (got.body.items as JsonObject[]).find(({ id }) => id === "constructor");
  equal(listed!.lastUsedAt, null);
});
