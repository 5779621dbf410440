import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { LAYOUTS } from "./layout.ts";
import { layoutHas, maskOf, sinceOf } from "./since.ts";

Deno.test("layoutHas() is true from the layout that a declaration names on", () => {
  deepStrictEqual(LAYOUTS.filter((layout) => layoutHas(layout, { since: "0.7.0" })), ["0.7.0", "0.7.1", "0.8"]);
  deepStrictEqual(LAYOUTS.filter((layout) => layoutHas(layout, {})), LAYOUTS);
});

Deno.test("sinceOf() is the oldest layout for parts without a since", () => {
  strictEqual(sinceOf({}), "0.4");
  strictEqual(sinceOf({ since: "0.6" }), "0.6");
});

Deno.test("maskOf() has the bits of the flags that a layout has", () => {
  const set = {
    group: "flags",
    bits: 32 as const,
    flags: [{ name: "A", bit: 0 }, { name: "B", bit: 3, since: "0.6" as const }],
  };
  deepStrictEqual([maskOf(set, "0.5"), maskOf(set, "0.6")], [0b1n, 0b1001n]);
});
