import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { AuditBudget, toAuditEvent } from "./audit.ts";

Deno.test("toAuditEvent() fills in what an author leaves out", () => {
  deepStrictEqual(toAuditEvent({ action: "a", summary: "s" }, 5), {
    tsMs: 5n,
    level: "Info",
    category: "Query",
    action: "a",
    outcome: "Success",
    summary: "s",
    objectType: null,
    objectId: null,
    durationMs: null,
    errorCode: null,
    errorMessage: null,
    detailsJson: null,
  });
  const { durationMs, detailsJson, category } = toAuditEvent(
    { action: "query_execute", summary: "s", durationMs: 1.6, details: { a: 1 }, category: "System" },
    5,
  );
  deepStrictEqual([durationMs, detailsJson, category], [2n, '{"a":1}', "System"]);
});

Deno.test("toAuditEvent() refuses what every host would drop", () => {
  throws(() => toAuditEvent({ action: " ", summary: "s" }, 0), /action or summary is blank/);
  throws(() => toAuditEvent({ action: "a", summary: "" }, 0), /action or summary is blank/);
  throws(() => toAuditEvent({ action: "query_execute_failed", summary: "s" }, 0), /needs durationMs/);
  throws(() => toAuditEvent({ action: "a", summary: "s", details: { a: "x".repeat(65_536) } }, 0), /exceed 65536/);
});

Deno.test("AuditBudget lets 100 events through at once, then 100 a minute", () => {
  const budget = new AuditBudget(0);
  const taken = (now: number, tries: number) =>
    Array.from({ length: tries }, () => budget.take(now)).filter(Boolean).length;
  strictEqual(taken(0, 150), 100);
  strictEqual(taken(599, 1), 0);
  strictEqual(taken(6_000, 50), 10);
  strictEqual(taken(10_000_000, 150), 100);
});
