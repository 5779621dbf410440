import { equal, match } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { refused } from "../http/testing/refused.ts";
import { Served } from "../http/testing/served.ts";
import { MAX_FAILURES } from "./failures.ts";
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
