import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ManualClock } from "./manual_clock.ts";

Deno.test("ManualClock.advance() fires in the order of time, also what is set on the way", () => {
  const clock = new ManualClock(1_000);
  const fired: [string, number][] = [];
  const note = (name: string) => () => fired.push([name, clock.now()]);
  clock.setTimeout(note("late"), 30);
  clock.setTimeout(() => {
    note("early")();
    clock.setTimeout(note("between"), 5);
  }, 10);
  clock.setTimeout(note("tie"), 10);
  clock.setTimeout(note("after"), 31);
  clock.clearTimeout(clock.setTimeout(note("cleared"), 1));
  clock.advance(30);
  deepStrictEqual(fired, [["early", 1_010], ["tie", 1_010], ["between", 1_015], ["late", 1_030]]);
  strictEqual(clock.now(), 1_030);
  clock.fire();
  deepStrictEqual(fired.at(-1), ["after", 1_030]);
  strictEqual(clock.timers.size, 0);
});

Deno.test("ManualClock.timer() resolves when a timer of that delay waits", async () => {
  const clock = new ManualClock();
  const order: string[] = [];
  const waiting = clock.timer(50).then(() => order.push("50"));
  clock.setTimeout(() => {}, 10);
  await clock.timer(10);
  order.push("10");
  clock.setTimeout(() => {}, 50);
  await waiting;
  deepStrictEqual(order, ["10", "50"]);
  await clock.timer(50);
});
