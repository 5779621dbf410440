import { deepStrictEqual, ok } from "node:assert/strict";
import { isReading } from "./reading_text.ts";
import { threadMs } from "../../tests/thread_time.ts";

Deno.test("isReading() takes no text for reading that writes, or may", () => {
  const reading = ["SELECT 1", " values (1) ;\n", "EXPLAIN DELETE FROM t", "Explain (FORMAT json) SELECT 1"];
  const other = [
    ...["", "DELETE FROM t", "WITH c AS (SELECT 1) DELETE FROM t", "SELECT 1; DELETE FROM t", "SELECTED"],
    ...[
      "EXPLAIN ANALYZE DELETE FROM t",
      "explain /* all */\nanalyze DELETE FROM t",
      "EXPLAIN (COSTS, ANALYZE) DELETE FROM t",
    ],
  ];
  deepStrictEqual([...reading, ...other].filter(isReading), reading);
});

Deno.test("isReading() reads a text in time that grows with it alone", () => {
  const startedAt = threadMs();
  for (const word of ["EXPLAIN ANALYZ ", "analyze", " "]) isReading(`EXPLAIN ${word.repeat(500_000)};;`);
  ok(threadMs() - startedAt < 2_000);
});
