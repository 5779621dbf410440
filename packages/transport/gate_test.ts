import { deepEqual, equal, rejects } from "node:assert/strict";
import { Gate } from "./gate.ts";

Deno.test("Gate.run() lets so many in, and the others in their order", async () => {
  const gate = new Gate(2);
  const entered: number[] = [];
  const leave = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const passing = leave.map(({ promise }, i) =>
    gate.run(() => {
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

Deno.test("Gate.run() gives the place back where what was done fails", async () => {
  const gate = new Gate(1);
  await rejects(gate.run(() => Promise.reject(new Error("x"))), new Error("x"));
  equal(await gate.run(() => Promise.resolve("in")), "in");
});

Deno.test("Gate.run() rejects a waiting task when its signal aborts, and keeps no place for it", async () => {
  const gate = new Gate(1);
  const first = Promise.withResolvers<void>();
  const passing = gate.run(() => first.promise);
  const controller = new AbortController();
  const waiting = gate.run(() => Promise.reject(new Error("it was let in")), controller.signal);
  const last = gate.run(() => Promise.resolve("in"));
  controller.abort(new Error("no longer wanted"));
  await rejects(waiting, new Error("no longer wanted"));
  await rejects(gate.run(() => Promise.resolve(), controller.signal), new Error("no longer wanted"));
  first.resolve();
  await passing;
  equal(await last, "in");
});

Deno.test("Gate.run() loses no other task when a signal aborts in the turn in which its task was let in", async () => {
  const gate = new Gate(1);
  const first = Promise.withResolvers<void>();
  const passing = gate.run(() => first.promise);
  const controller = new AbortController();
  const second = gate.run(() => Promise.resolve("second"), controller.signal);
  const third = gate.run(() => Promise.resolve("third"));
  first.resolve();
  passing.then(() => controller.abort(new Error("too late")));
  equal(await second, "second");
  equal(await third, "third");
});
