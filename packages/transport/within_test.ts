import { equal, rejects } from "node:assert/strict";
import { ManualClock } from "./manual_clock.ts";
import { aborted, pause, TIMED_OUT, within } from "./within.ts";

Deno.test("within() gives what the promise does in time, and leaves no timer", async () => {
  const clock = new ManualClock();
  equal(await within(Promise.resolve(1), 60_000, clock), 1);
  await rejects(within(Promise.reject(new Error("no")), 60_000, clock), /^Error: no$/);
  equal(clock.timers.size, 0);
});

Deno.test("within() gives TIMED_OUT once the time has passed, not before", async () => {
  const clock = new ManualClock();
  const { promise, resolve } = Promise.withResolvers<string>();
  const late = within(new Promise(() => {}), 100, clock), intime = within(promise, 100, clock);
  clock.advance(99);
  resolve("in time");
  equal(await intime, "in time");
  clock.advance(1);
  equal(await late, TIMED_OUT);
});

Deno.test("within() rejects with the reason of a signal, also of one that has aborted", async () => {
  const controller = new AbortController(), reason = new Error("no longer wanted");
  const waiting = within(new Promise(() => {}), controller.signal);
  equal(await within(Promise.resolve(1), controller.signal), 1);
  controller.abort(reason);
  await rejects(waiting, reason);
  await rejects(within(Promise.resolve(1), controller.signal), reason);
  await rejects(within(Promise.reject(new Error("unseen")), controller.signal), reason);
});

Deno.test("pause() ends with its time or its signal, leaves no timer, and sets none for a signal that has aborted", async () => {
  const clock = new ManualClock(), controller = new AbortController(), { signal } = controller;
  const whole = pause(100, { clock, signal }), short = pause(500, { clock, signal });
  clock.advance(100);
  await whole;
  equal(clock.timers.size, 1);
  controller.abort();
  await short;
  equal(clock.timers.size, 0);
  await pause(60_000, { clock, signal });
});

Deno.test("aborted() resolves with the reason, also of a signal that has aborted", async () => {
  const controller = new AbortController(), reason = new Error("enough");
  const waiting = aborted(controller.signal);
  controller.abort(reason);
  equal(await waiting, reason);
  equal(await aborted(controller.signal), reason);
});

Deno.test("aborted() lets go of a signal once another one aborts", async () => {
  const controller = new AbortController(), until = new AbortController();
  const waiting = aborted(controller.signal, until.signal);
  until.abort();
  controller.abort();
  equal(await Promise.race([waiting, Promise.resolve("still waiting")]), "still waiting");
});
