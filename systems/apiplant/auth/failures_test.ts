import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { Reach } from "../hooks/testing/reach.ts";
import { refused } from "../http/testing/refused.ts";
import { Served } from "../http/testing/served.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { Failures, MAX_FAILURES } from "./failures.ts";
import { keyFor, REQUIRED } from "./testing/surfaces.ts";

Deno.test("refusal: 429 rate after ten wrong credentials of one address within a minute, also for right ones", async () => {
  const clock = new ManualClock();
  await using server = await Served.start({ config: REQUIRED, clock });
  const wrong = "ap_ci_" + "x".repeat(43), known = await keyFor(server, "known"), fresh = await keyFor(server, "fresh");
  const ask = (key: string) => server.ask("/auth/me", { key });
  equal((await ask(known)).status, 200);
  for (let count = 0; count < MAX_FAILURES; count++) {
    refused(await ask(wrong), 401, "unauthenticated");
    clock.advance(1_000);
  }
  const limited = await ask(wrong);
  refused(limited, 429, "rate");
  match(limited.headers.get("retry-after")!, /^50$/);
  refused(await ask(fresh), 429, "rate");
  equal((await ask(known)).status, 200, "credentials that were good before are not held up by others");
  equal((await server.ask("/auth/me")).status, 200);
  clock.advance(50_000);
  equal((await ask(fresh)).status, 200);
});

Deno.test("failures are counted for each address of clients behind a trusted proxy", async () => {
  const clock = new ManualClock();
  await using server = await Served.start({
    config: 'trusted-proxies = ["127.0.0.1"]\n' + REQUIRED,
    clock,
  });
  const wrong = "ap_ci_" + "x".repeat(43);
  const ask = (client: string) => server.ask("/auth/me", { key: wrong, headers: { "x-forwarded-for": client } });
  for (let count = 0; count < MAX_FAILURES; count++) equal((await ask("192.0.2.1")).status, 401);
  equal((await ask("192.0.2.1")).status, 429);
  equal((await ask("192.0.2.2")).status, 401);
});

Deno.test("wrong credentials that are sent at the same time do not pass the limit, and right ones among them are not refused", async () => {
  const failures = new Failures(new ManualClock()), ends: ((result: string | null) => void)[] = [];
  const check = () => failures.limit("192.0.2.1", () => new Promise<string | null>((resolve) => ends.push(resolve)));
  const next = async () => {
    while (ends.length === 0) await Promise.resolve();
    return ends.shift()!;
  };
  const results = Array.from({ length: 2 * MAX_FAILURES }, () => check().catch(({ code }) => code));
  while (ends.length < MAX_FAILURES) await Promise.resolve();
  for (let count = 1; count < MAX_FAILURES; count++) (await next())("good");
  for (let count = 0; count < MAX_FAILURES; count++) (await next())(null);
  deepStrictEqual(await Promise.all(results), [
    ...Array(MAX_FAILURES - 1).fill("good"),
    ...Array(MAX_FAILURES).fill(null),
    "rate",
  ]);
  equal(ends.length, 0);
});

Deno.test("a check that could not be made is no failure, and lets another begin", async () => {
  const failures = new Failures(new ManualClock());
  for (let count = 0; count < 2 * MAX_FAILURES; count++) {
    await rejects(failures.limit("192.0.2.1", () => Promise.reject(new Error("out of reach"))), /out of reach/);
  }
  equal(await failures.limit("192.0.2.1", () => Promise.resolve("good")), "good");
});

Deno.test("refusal: 429 rate for an address of which more than 100 credentials wait to be checked", async () => {
  const failures = new Failures(new ManualClock()), never = new Promise<null>(() => {});
  for (let count = 0; count < MAX_FAILURES + 100; count++) failures.limit("192.0.2.1", () => never);
  await rejects(failures.limit("192.0.2.1", () => never), { code: "rate" });
  equal(await failures.limit("192.0.2.2", () => Promise.resolve("good")), "good");
});

Deno.test("of forty wrong keys at once, ten are checked: the others are 429", async () => {
  const log = new MemoryEventStorage(), server = await Served.start({ config: REQUIRED, log: new Reach(log).storage });
  await using _ = server;
  const key = "ap_ci_" + "x".repeat(43);
  const statuses = await Promise.all(
    Array.from({ length: 40 }, async () => (await server.ask("/auth/me", { key })).status),
  );
  equal(statuses.filter((status) => status === 401).length, MAX_FAILURES);
  equal(statuses.filter((status) => status === 429).length, 30);
});
