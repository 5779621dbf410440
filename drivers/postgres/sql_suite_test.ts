import { strictEqual } from "node:assert/strict";
import { SQL_CHECKS } from "@fluxwire/testing/sql";
import { Served } from "./testing/served.ts";
import { sqlSubject } from "./testing/sql_subject.ts";

const served = await Served.start();
const subject = sqlSubject(served);
Deno.test.afterAll(() => served[Symbol.asyncDispose]());

const applying = SQL_CHECKS.filter((check) => check.applies?.(subject) ?? true);

for (const check of applying) Deno.test(`${check.name}, in PostgreSQL`, () => check.run(subject));

Deno.test("every check of the suite but one applies to PostgreSQL", () => {
  strictEqual(applying.length, SQL_CHECKS.length - 1);
});
