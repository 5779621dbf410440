import { deepEqual, equal, rejects } from "node:assert/strict";
import { Gate } from "./gate.ts";

const NEVER = new AbortController().signal;

Deno.test("Gate.pass() lets so many in, and the others in their order", async () => {
  const gate = new Gate(2);
  const entered: number[] = [];
  const leave = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const passing = leave.map(({ promise }, i) =>
    gate.pass(NEVER, () => {
      entered.push(i);
      return promise;
    })
  );
  await Promise.resolve();
  deepEqual(entered, [0, 1]);
  leave[1]!.resolve();
  await passing[1];
  leave[0]!.resolve();
  await passing[0];
  for (const { resolve } of leave) resolve();
  await Promise.all(passing);
  deepEqual(entered, [0, 1, 2, 3]);
});

Deno.test("Gate.pass() gives the place back where what was done fails", async () => {
  const gate = new Gate(1);
  await rejects(gate.pass(NEVER, () => Promise.reject(new Error("x"))), new Error("x"));
  equal(await gate.pass(NEVER, () => Promise.resolve("in")), "in");
});

Deno.test("Gate.pass() lets nobody in whose signal aborts, and keeps no place for it", async () => {
  const gate = new Gate(1);
  const first = Promise.withResolvers<void>();
  const passing = gate.pass(NEVER, () => first.promise);
  const controller = new AbortController();
  const waiting = gate.pass(controller.signal, () => Promise.reject(new Error("it was let in")));
  const last = gate.pass(NEVER, () => Promise.resolve("in"));
  controller.abort(new Error("no longer wanted"));
  await rejects(waiting, new Error("no longer wanted"));
  await rejects(gate.pass(controller.signal, () => Promise.resolve()), new Error("no longer wanted"));
  first.resolve();
  await passing;
  equal(await last, "in");
});
