import { match, strictEqual } from "node:assert/strict";
import { TextBudget } from "./text_budget.ts";

Deno.test("TextBudget.take() refuses text that does not fit into a frame", () => {
  const budget = new TextBudget({ maxFrameBytes: 10, maxResponseValues: 100 });
  strictEqual(budget.take(50, 2), null);
  match(
    budget.take(7, 1)!.message,
    /^Cannot send result: its first 2 rows, of 41 bytes of text, exceed maxFrameBytes 10;/,
  );
});

Deno.test("TextBudget.take() refuses more values than an answer may have", () => {
  const budget = new TextBudget({ maxFrameBytes: 10, maxResponseValues: 5 });
  strictEqual(budget.take(10, 2), null);
  match(budget.take(10, 2)!.message, /its first 2 rows, of 6 values, exceed maxResponseValues 5; ask for fewer/);
});
