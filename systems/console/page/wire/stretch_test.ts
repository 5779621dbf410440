import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { stretchOf, withoutStretch, withStretch } from "./stretch.ts";

Deno.test("withStretch() puts one stretch into a filter, in place of another, and leaves its other words", () => {
  const first = withStretch("type:Execute", { from: 2, to: 5 });
  strictEqual(first, "type:Execute ms>=2000 ms<5000");
  deepStrictEqual(stretchOf(first), { from: 2, to: 5 });
  strictEqual(withStretch(first, { from: 0, to: 1 }), "type:Execute ms>=0 ms<1000");
  strictEqual(withoutStretch(withStretch("", { from: 0, to: 1 })), "");
  deepStrictEqual([stretchOf("ms>=2000"), withoutStretch("ms>=2000 error")], [null, "ms>=2000 error"]);
});
