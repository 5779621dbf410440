import { deepStrictEqual } from "node:assert/strict";
import { checkClauses } from "./check_clauses.ts";

Deno.test("checkClauses() gives names and conditions", () => {
  const sql = `CREATE TABLE "check" (a INT CHECK (a > 0), b TEXT CONSTRAINT "b ""x""" CHECK (length(b) < (5 + 1)),
    CONSTRAINT [y] CHECK(a <> ')') )`;
  deepStrictEqual(checkClauses(sql), [
    { name: null, condition: "a > 0" },
    { name: 'b "x"', condition: "length(b) < (5 + 1)" },
    { name: "y", condition: "a <> ')'" },
  ]);
});

Deno.test("checkClauses() finds none in texts, names and comments", () => {
  const sql = `CREATE TABLE t (a DEFAULT 'CHECK (1)', "CHECK" INT, -- CHECK (2)
    /* CHECK (3) */ \`check\` INT)`;
  deepStrictEqual(checkClauses(sql), []);
});
