import { deepEqual, equal, ok } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { Liveness, type Sign } from "./liveness.ts";
import { DEFAULT_LIVENESS } from "./settings.ts";

/** Watches a service whose checks find these signs, and then nothing but the last. */
class Watched {
  readonly clock = new ManualClock();
  readonly causes: string[] = [];
  readonly liveness: Liveness;
  checks = 0;

  constructor(signs: readonly Sign[]) {
    this.liveness = new Liveness({
      check: () => Promise.resolve(signs[this.checks++] ?? signs.at(-1)!),
      onHung: (cause) => this.causes.push(cause),
      settings: DEFAULT_LIVENESS,
      clock: this.clock,
    });
  }

  /** Lets that many intervals go by. */
  async pass(intervals: number): Promise<void> {
    for (let i = 0; i < intervals; i++) {
      this.clock.advance(DEFAULT_LIVENESS.intervalMs);
      await untilSettled();
    }
  }
}

/** Lets every promise that is settled have its reactions. */
function untilSettled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

Deno.test("Liveness finds a service hung after three silent checks in a row, and looks no further", async () => {
  const watched = new Watched(["answered", "silent", "silent", "answered", "silent"]);
  await watched.pass(6);
  deepEqual(watched.causes, []);
  ok(watched.liveness.isSilent);
  await watched.pass(1);
  deepEqual(watched.causes, [
    "It hangs: 3 checks in a row had no answer within 5000 ms, and it made no progress",
  ]);
  await watched.pass(3);
  equal(watched.checks, 7);
  equal(watched.clock.timers.size, 0);
});

Deno.test("Liveness never takes a service for hung that makes progress at a call of the host", async () => {
  const watched = new Watched(["serving"]);
  await watched.pass(100);
  deepEqual(watched.causes, []);
  watched.liveness.stop();
});

Deno.test("Liveness lets a service compute without a call of the host for ten minutes", async () => {
  const watched = new Watched(["computing"]);
  await watched.pass(60);
  deepEqual(watched.causes, []);
  await watched.pass(1);
  deepEqual(watched.causes, [
    "It hangs: it has computed for 600000 ms without an answer to any check, and no call was in flight",
  ]);
});

Deno.test("Liveness counts computing from the last answer on", async () => {
  const watched = new Watched([...Array<Sign>(50).fill("computing"), "answered", "computing"]);
  await watched.pass(110);
  deepEqual(watched.causes, []);
  await watched.pass(2);
  equal(watched.causes.length, 1);
});

Deno.test("Liveness ends a check that takes too long, and counts a failing one as silence", async () => {
  const clock = new ManualClock();
  const causes: string[] = [];
  const check = (signal: AbortSignal) =>
    new Promise<Sign>((_, reject) => signal.addEventListener("abort", () => reject(new Error("too late"))));
  const liveness = new Liveness({
    check,
    onHung: (cause) => causes.push(cause),
    settings: { ...DEFAULT_LIVENESS, maxMisses: 1 },
    clock,
  });
  clock.advance(10_000);
  deepEqual([...clock.timers.values()].map(({ delayMs }) => delayMs), [5_000]);
  clock.advance(5_000);
  await untilSettled();
  equal(causes.length, 1);
  liveness.stop();
});

Deno.test("Liveness.stop() ends a check, whose end means nothing any more", async () => {
  const clock = new ManualClock();
  let aborted = false;
  const check = (signal: AbortSignal) =>
    new Promise<Sign>((_, reject) =>
      signal.addEventListener("abort", () => {
        aborted = true;
        reject(new Error("stopped"));
      })
    );
  const onHung = () => ok(false, "it was found hung");
  const liveness = new Liveness({ check, onHung, settings: { ...DEFAULT_LIVENESS, maxMisses: 1 }, clock });
  clock.advance(10_000);
  liveness.stop();
  await untilSettled();
  ok(aborted);
  equal(clock.timers.size, 0);
});
