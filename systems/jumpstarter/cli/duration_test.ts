import { strictEqual, throws } from "node:assert/strict";
import { durationOf } from "./duration.ts";

Deno.test("durationOf() takes units, a clock's time and seconds, and names what is none", () => {
  const cases: readonly [text: string, seconds: number][] = [
    ["1h30m", 5_400],
    ["1:30:00", 5_400],
    ["PT1H30M", 5_400],
    ["P1DT1S", 86_401],
    ["2d", 172_800],
    ["90", 90],
    ["90s", 90],
  ];
  for (const [text, seconds] of cases) strictEqual(durationOf(text), seconds * 1_000, text);
  for (const text of ["", "0s", "PT", "soon", "-1h", "1m2h", "1:3", "99999999d"]) {
    throws(() => durationOf(text), { name: "UsageError", message: /^Cannot use --duration / }, text);
  }
});
