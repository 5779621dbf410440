import { type Clock, ManualClock } from "@fluxwire/transport";
import { deepStrictEqual } from "node:assert/strict";
import { Deadlines, type Ending } from "./deadlines.ts";

interface Item extends Ending {
  name: string;
}

Deno.test("Deadlines gives each whose time is up, and none that was forgotten", () => {
  const clock = new ManualClock(0), due: string[] = [];
  const deadlines = new Deadlines<Item>(clock, ({ name }) => {
    due.push(name);
    deadlines.delete(gone);
  });
  const gone = { endsAtMs: 100, name: "forgotten while it was due" };
  const items = [[300, "late"], [100, "soon"], [100, "other"]] as const;
  const [late, soon, other] = items.map(([endsAtMs, name]) => ({ endsAtMs, name })) as [Item, Item, Item];
  for (const item of [late, soon, other, gone]) deadlines.add(item);
  deadlines.delete(other);
  clock.advance(99);
  deepStrictEqual(due, []);
  clock.advance(1);
  deepStrictEqual(due, ["soon"]);
  deadlines.add({ endsAtMs: 100, name: "at once" });
  clock.advance(0);
  clock.advance(200);
  deepStrictEqual(due, ["soon", "at once", "late"]);
});

Deno.test("Deadlines sets one timer for calls that end together, and leaves none behind the last", () => {
  let count = 0;
  const timers = new Set<number>();
  const clock: Clock = {
    now: () => 0,
    setTimeout() {
      timers.add(++count);
      return count;
    },
    clearTimeout: (timer) => timers.delete(timer as number),
  };
  const deadlines = new Deadlines<Ending>(clock, () => {});
  const together = Array.from({ length: 100 }, () => ({ endsAtMs: 5_000 })), later = { endsAtMs: 5_001 };
  for (const item of [...together, later]) deadlines.add(item);
  deepStrictEqual([count, timers.size], [2, 2]);
  for (const item of together) deadlines.delete(item);
  deepStrictEqual(timers, new Set([2]));
  deadlines.delete(later);
  deadlines.add(together[0]!);
  deepStrictEqual([count, timers], [3, new Set([3])]);
});
