import { deepStrictEqual } from "node:assert/strict";
import { counted } from "./counted.ts";

Deno.test("counted() says one thing, none, and many", () => {
  deepStrictEqual([0, 1, 2, 1_234_567].map((many) => counted(many, "row")), [
    "0 rows",
    "1 row",
    "2 rows",
    "1,234,567 rows",
  ]);
});
