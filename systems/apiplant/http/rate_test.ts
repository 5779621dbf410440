import { equal } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { keyFor, REQUIRED } from "../auth/testing/surfaces.ts";
import { refused } from "./testing/refused.ts";
import { Served } from "./testing/served.ts";

const RATE = `${REQUIRED}[limits]\nrate = 3\n`;

Deno.test("each caller has its own rate, also behind one address; requests without credentials have that of their address", async () => {
  const clock = new ManualClock();
  await using server = await Served.start({ config: RATE, clock });
  const keys: string[] = [];
  for (const id of ["ann", "bob"]) {
    keys.push(await keyFor(server, id));
    clock.advance(1_000);
  }
  const me = (key: string | null) => server.ask("/auth/me", { key });
  // The first request of a key is one of its address too, which does not know the key yet.
  for (const key of keys) equal((await me(key)).status, 200);
  for (const key of keys) {
    for (let count = 0; count < 2; count++) equal((await me(key)).status, 200);
    refused(await me(key), 429, "rate");
  }
  equal((await me(null)).status, 200);
  refused(await me(null), 429, "rate");
  refused(await server.ask("/health/live"), 429, "rate");
  clock.advance(1_000);
  for (const key of [...keys, null]) equal((await me(key)).status, 200);
});

Deno.test("a caller has one rate on all its addresses, and with all its secrets", async () => {
  const clock = new ManualClock();
  await using server = await Served.start({ config: `trusted-proxies = ["127.0.0.1"]\n${RATE}`, clock });
  const before = await keyFor(server, "ann");
  clock.advance(1_000);
  const body = { grace: "1h" }, rotated = await server.ask("/auth/keys/ann/rotate", { body, key: server.adminKey });
  const ask = async (key: string, client: string) =>
    (await server.ask("/auth/me", { key, headers: { "x-forwarded-for": client } })).status;
  const after = rotated.body.key as string;
  equal(await ask(before, "192.0.2.1"), 200);
  equal(await ask(after, "192.0.2.2"), 200);
  equal(await ask(before, "192.0.2.3"), 200);
  equal(await ask(after, "192.0.2.4"), 429);
});

Deno.test("wrong credentials are requests of their address", async () => {
  const clock = new ManualClock();
  await using server = await Served.start({ config: RATE, clock });
  const ask = () => server.ask("/auth/me", { key: "ap_ci_" + "x".repeat(43) });
  for (let count = 0; count < 3; count++) refused(await ask(), 401, "unauthenticated");
  refused(await ask(), 429, "rate");
});

Deno.test("routes that ask for no credentials count them too, once they are known", async () => {
  const clock = new ManualClock();
  await using server = await Served.start({ config: RATE, clock });
  const key = await keyFor(server, "ann"), docs = async () => (await server.ask("/docs", { key })).status;
  clock.advance(1_000);
  equal((await server.ask("/auth/me", { key })).status, 200);
  for (let count = 0; count < 2; count++) equal(await docs(), 200);
  equal(await docs(), 429);
});
