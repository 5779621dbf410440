import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { ConnectionError, ManualClock } from "@fluxwire/transport";
import { RpcError } from "@fluxwire/wire";
import { type LoadOptions, runLoad } from "./load.ts";
import { Tally } from "./tally.ts";
import { ExactTimes } from "./testing/exact_times.ts";

/** A driver that answers when the test says so. */
class HeldDriver {
  readonly clock = new ManualClock();
  readonly sent = new ExactTimes();
  readonly intended = new ExactTimes();
  readonly waiting: PromiseWithResolvers<void>[] = [];
  readonly tally: Tally;
  readonly controller = new AbortController();

  constructor(rate: number | null) {
    this.tally = new Tally({ sent: this.sent, intended: rate === null ? null : this.intended });
  }

  readonly slot = (): Promise<void> => {
    const answer = Promise.withResolvers<void>();
    this.waiting.push(answer);
    return answer.promise;
  };

  load(options: Partial<LoadOptions> & { slots?: number }): Promise<void> {
    const { slots = 1, ...rest } = options;
    return runLoad(Array.from({ length: slots }, () => this.slot), this.tally, {
      rate: null,
      durationMs: 100,
      drainMs: 50,
      signal: this.controller.signal,
      clock: this.clock,
      ...rest,
    });
  }

  /** Moves the clock, and sends what has become due. */
  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    await turns();
  }

  async answer(): Promise<void> {
    this.waiting.shift()!.resolve();
    await turns();
  }
}

/** Runs the pending tasks of this turn and the next ones. */
async function turns(): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise<void>((resolve) => setImmediate(resolve));
}

Deno.test("runLoad() sends a closed loop's next call when the last one is answered, until the time is up", async () => {
  const driver = new HeldDriver(null);
  const load = driver.load({ slots: 2 });
  equal(driver.waiting.length, 2);
  await driver.pass(30);
  await driver.answer();
  equal(driver.waiting.length, 2);
  await driver.pass(70);
  await driver.answer();
  await driver.pass(10);
  await driver.answer();
  await load;
  deepEqual(driver.sent.us, [30_000, 100_000, 80_000]);
  deepEqual([driver.tally.sent, driver.tally.answered, driver.tally.failed], [3, 3, 0]);
});

Deno.test("runLoad() keeps a timetable that answers do not delay, and times calls from when they were due", async () => {
  const driver = new HeldDriver(100);
  const load = driver.load({ rate: 100, durationMs: 40 });
  equal(driver.waiting.length, 1);
  await driver.pass(35);
  equal(driver.waiting.length, 1);
  for (let i = 0; i < 4; i++) await driver.answer();
  await driver.pass(5);
  await load;
  equal(driver.tally.sent, 4);
  deepEqual(driver.intended.us, [35_000, 25_000, 15_000, 5_000]);
  deepEqual(driver.sent.us, [35_000, 0, 0, 0]);
});

Deno.test("runLoad() sends through every free slot what is due", async () => {
  const driver = new HeldDriver(100);
  const load = driver.load({ rate: 100, durationMs: 40, slots: 3 });
  await driver.pass(20);
  equal(driver.waiting.length, 3);
  await driver.pass(20);
  for (let i = 0; i < 4; i++) await driver.answer();
  await load;
  equal(driver.tally.sent, 4);
});

Deno.test("runLoad() stops waiting for late answers, and counts how long those calls waited", async () => {
  const driver = new HeldDriver(100);
  const load = driver.load({ rate: 100, durationMs: 40, drainMs: 60 });
  await driver.pass(100);
  await load;
  const { sent, answered, unanswered, unsent, failed } = driver.tally;
  deepEqual([sent, answered, unanswered, unsent, failed], [1, 0, 1, 3, 4]);
  deepEqual(driver.intended.us, [100_000, 90_000, 80_000, 70_000]);
  await driver.answer();
  equal(driver.tally.answered, 0);
});

Deno.test("runLoad() counts the driver's errors by code, and goes on", async () => {
  const driver = new HeldDriver(null);
  const load = driver.load({});
  driver.waiting.shift()!.reject(new RpcError("Driver", "No"));
  await turns();
  await driver.answer();
  await driver.pass(100);
  await driver.answer();
  await load;
  deepEqual(driver.tally.errors, { Driver: 1 });
  deepEqual([driver.tally.answered, driver.sent.count, driver.tally.failed], [2, 2, 1]);
});

Deno.test("runLoad() rejects if the connection ends", async () => {
  const driver = new HeldDriver(null);
  const load = driver.load({ slots: 2 });
  driver.waiting.shift()!.reject(new ConnectionError("ConnectionClosed", "Gone"));
  await rejects(load, { code: "ConnectionClosed" });
  equal(driver.clock.timers.size, 0);
});

Deno.test("runLoad() ends at once when its signal aborts, with what there is", async () => {
  for (const rate of [null, 10]) {
    const driver = new HeldDriver(rate);
    const load = driver.load({ rate });
    await driver.pass(10);
    driver.controller.abort();
    await load;
    equal(driver.tally.unanswered, 1);
    equal(driver.clock.timers.size, 0);
    ok(driver.sent.us.every((us) => us === 10_000));
  }
});
