import { equal, rejects } from "node:assert/strict";
import { ManualClock } from "@fluxwire/wire/testing";
import { settlesWithin } from "./settles_within.ts";

Deno.test("settlesWithin() tells whether it was in time, and leaves no timer", async () => {
  equal(await settlesWithin(Promise.resolve(), 60_000), true);
  const clock = new ManualClock();
  const late = settlesWithin(new Promise(() => {}), 100, clock);
  clock.advance(100);
  equal(await late, false);
  await rejects(settlesWithin(Promise.reject(new Error("no")), 60_000), /^Error: no$/);
});
