import { equal } from "node:assert/strict";
import { exceedsDepth } from "./depth.ts";
import { parseExact } from "./parse.ts";

Deno.test("exceedsDepth() counts levels as parseExact() does", () => {
  for (const levels of [1, 63, 64]) {
    equal(exceedsDepth(parseExact("[".repeat(levels) + "]".repeat(levels))), false);
  }
  const list = "[".repeat(64) + "]".repeat(64);
  equal(exceedsDepth([parseExact(list)]), true);
  equal(exceedsDepth({ a: 1, b: parseExact(list) }), true);
  equal(exceedsDepth([1, "a", null, true]), false);
});
