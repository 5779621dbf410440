import { deepEqual, equal, throws } from "node:assert/strict";
import { onAbort } from "./on_abort.ts";

Deno.test("onAbort() runs the step once when the signal aborts, not before", () => {
  const controller = new AbortController(), given: unknown[][] = [];
  using _listening = onAbort(controller.signal, (...parameters) => given.push(parameters));
  deepEqual(given, []);
  controller.abort();
  controller.signal.dispatchEvent(new Event("abort"));
  deepEqual(given, [[]]);
});

Deno.test("onAbort() runs the step before it returns if the signal has aborted, and throws what the step throws", () => {
  const signal = AbortSignal.abort();
  let runs = 0;
  using _listening = onAbort(signal, () => runs++);
  equal(runs, 1);
  signal.dispatchEvent(new Event("abort"));
  equal(runs, 1);
  throws(() => onAbort(signal, () => JSON.parse("")), SyntaxError);
});

Deno.test("onAbort() does not run a step whose listening has ended, and runs the same step for each that listens", () => {
  const controller = new AbortController();
  let runs = 0;
  const step = () => void runs++;
  using _first = onAbort(controller.signal, step);
  onAbort(controller.signal, step)[Symbol.dispose]();
  controller.abort();
  equal(runs, 1);
});

Deno.test("onAbort() never runs the step without a signal", () => {
  using _listening = onAbort(undefined, () => {
    throw new Error("it ran");
  });
});
