import { equal } from "node:assert/strict";
import { counted } from "./counted.ts";

Deno.test("counted() has the word in the singular for one alone", () => {
  equal([0, 1, 2, 1_000].map((many) => counted(many, "row")).join(), "0 rows,1 row,2 rows,1000 rows");
});
