import { throws } from "node:assert/strict";
import { ResultBudget } from "./result_budget.ts";

Deno.test("ResultBudget.take() refuses bytes that no frame holds", () => {
  const budget = new ResultBudget({ maxFrameBytes: 8, maxResponseValues: 100 });
  budget.take(["abc", Uint8Array.of(1, 2), 1n, null, 1.5]);
  throws(() => budget.take([1n]), {
    code: "Driver",
    message:
      "Cannot send result: its first 2 rows, of at least 9 bytes, exceed maxFrameBytes 8; ask for fewer rows or columns, for example with LIMIT",
  });
});

Deno.test("ResultBudget.take() refuses more values than the receiver reads", () => {
  const budget = new ResultBudget({ maxFrameBytes: 100, maxResponseValues: 4 });
  budget.take([1n, 2n, 3n]);
  throws(() => budget.take([]), {
    code: "Driver",
    message: /^Cannot send result: its first 2 rows, of at least 5 values, exceed maxResponseValues 4; /,
  });
});

Deno.test("ResultBudget.take() counts the database's own texts by what they become at the least", () => {
  const budget = new ResultBudget({ maxFrameBytes: 10, maxResponseValues: 100 }, 4);
  budget.take(["x".repeat(40)]);
  throws(() => budget.take(["x"]), {
    message: /^Cannot send result: its first 2 rows, of at least 11 bytes, exceed maxFrameBytes 10; /,
  });
});
