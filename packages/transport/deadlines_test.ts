import { deepEqual, equal } from "node:assert/strict";
import { clearDeadline, setDeadline } from "./deadlines.ts";
import { ManualClock } from "./manual_clock.ts";

Deno.test("setDeadline() ends each call at its time, with one timer for those of one millisecond", () => {
  const clock = new ManualClock(1_000);
  const ended: string[] = [];
  const call = (name: string) => ({ onDeadline: () => ended.push(`${name} at ${clock.now()}`) });
  setDeadline(call("a"), clock, 10);
  setDeadline(call("b"), clock, 9.5);
  setDeadline(call("c"), clock, 20);
  equal(clock.timers.size, 2);
  clock.advance(100);
  deepEqual(ended, ["a at 1010", "b at 1010", "c at 1020"]);
  equal(clock.timers.size, 0);
});

Deno.test("clearDeadline() lets the others of that millisecond end, and leaves no timer behind the last", () => {
  const clock = new ManualClock();
  const ended: string[] = [];
  const call = (name: string) => ({ onDeadline: () => ended.push(name) });
  const [first, second] = [call("first"), call("second")];
  const deadlines = [setDeadline(first, clock, 10), setDeadline(second, clock, 10)];
  clearDeadline(first, clock, deadlines[0]!);
  equal(clock.timers.size, 1);
  clearDeadline(second, clock, deadlines[1]!);
  equal(clock.timers.size, 0);
  const third = call("third");
  setDeadline(third, clock, 10);
  clearDeadline(first, clock, deadlines[0]!);
  clock.advance(10);
  clearDeadline(third, clock, null);
  deepEqual(ended, ["third"]);
});

Deno.test("setDeadline() sets no timer for a time that no timer can have", () => {
  const clock = new ManualClock();
  equal(setDeadline({ onDeadline() {} }, clock, 2 ** 31), null);
  equal(clock.timers.size, 0);
});
