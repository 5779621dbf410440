import { strictEqual } from "node:assert/strict";
import { SQL_CHECKS } from "@fluxwire/testing/sql";
import { subject } from "./testing/sql_subject.ts";

const applying = SQL_CHECKS.filter((check) => check.applies?.(subject) ?? true);

for (const check of applying) Deno.test(`${check.name}, in DuckDB`, () => check.run(subject));

Deno.test("seven checks of the suite do not apply to DuckDB", () => {
  strictEqual(applying.length, SQL_CHECKS.length - 7);
});
