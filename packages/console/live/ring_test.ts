import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { LineRing } from "./ring.ts";

Deno.test("LineRing gives lines from a number on, and says how many it no longer has", () => {
  const ring = new LineRing(10);
  for (const line of ["one", "two", "three", "four"]) ring.push(line);
  strictEqual(ring.next, 4);
  deepStrictEqual(ring.read(0, 10), { lines: ["three", "four"], missed: 2, next: 4 });
  deepStrictEqual(ring.read(3, 10), { lines: ["four"], missed: 0, next: 4 });
  deepStrictEqual(ring.read(2, 1), { lines: ["three"], missed: 0, next: 3 });
  deepStrictEqual(ring.read(4, 10), { lines: [], missed: 0, next: 4 });
});

Deno.test("LineRing keeps its numbers right over many thousand dropped lines, also empty ones", () => {
  const ring = new LineRing(50);
  for (let number = 0; number < 10_000; number++) ring.push(String(number).padStart(5));
  deepStrictEqual(ring.read(0, 2), { lines: [" 9990", " 9991"], missed: 9_990, next: 9_992 });
  const empty = new LineRing();
  for (let number = 0; number < 262_145; number++) empty.push("");
  strictEqual(empty.read(0, 1).missed, 1);
});

Deno.test("LineRing calls its watchers at each line and at its end, and takes nothing more", () => {
  const ring = new LineRing();
  let calls = 0;
  {
    using _watching = ring.watch(() => calls++);
    ring.push("a");
    ring.finish({ code: "Timeout", message: "late", remedy: null });
    ring.push("b");
  }
  ring.finish();
  deepStrictEqual([calls, ring.next, ring.end?.error?.code], [2, 1, "Timeout"]);
});
