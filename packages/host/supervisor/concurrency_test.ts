import { deepEqual, equal } from "node:assert/strict";
import { within } from "@fluxwire/transport";
import { Concurrency } from "./concurrency.ts";

/** A driver whose second connection is answered after so many pings on the first one. */
function driverOf(pingsUntilAnswer: number) {
  const answered = Promise.withResolvers<void>(), counted = { pings: 0, greetings: 0 };
  const ping = () => {
    if (++counted.pings >= pingsUntilAnswer) answered.resolve();
    return new Promise<void>((resolve) => queueMicrotask(resolve));
  };
  const greet = (signal: AbortSignal) => {
    counted.greetings++;
    const givenUp = Promise.withResolvers<never>();
    signal.addEventListener("abort", () => givenUp.reject(signal.reason));
    return Promise.race([answered.promise, givenUp.promise]);
  };
  return { ping, greet, counted };
}

function abortable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

const CHECK = new AbortController().signal;

Deno.test("Concurrency.learn() waits for a late Hello as long as the driver may not have come to it", async () => {
  const concurrency = new Concurrency(), { ping, greet, counted } = driverOf(8);
  await concurrency.learn({ ping, greet, signal: CHECK }, 1);
  equal(concurrency.isProven, true);
  await concurrency.learn({ ping, greet, signal: CHECK }, 1);
  equal(counted.greetings, 1);
});

Deno.test("Concurrency.learn() gives up after some attempts at a driver that serves one connection at a time", async () => {
  const concurrency = new Concurrency(), { ping, greet, counted } = driverOf(Infinity);
  for (let i = 0; i < 5; i++) await concurrency.learn({ ping, greet, signal: CHECK }, 1);
  deepEqual([concurrency.isProven, counted], [false, { greetings: 3, pings: 48 }]);
});

Deno.test("Concurrency.learn() learns nothing from checks that end early, and goes on with the next one", async () => {
  const concurrency = new Concurrency();
  for (let i = 0; i < 5; i++) {
    const { signal, abort } = abortable();
    const learning = concurrency.learn({
      ...driverOf(Infinity),
      ping: () => within(new Promise(() => {}), signal),
      signal,
    }, 1);
    abort();
    await learning;
  }
  equal(concurrency.isProven, false);
  await concurrency.learn({ ...driverOf(8), signal: CHECK }, 1);
  equal(concurrency.isProven, true);
});
