import { match, strictEqual } from "node:assert/strict";
import { TextBudget } from "./text_budget.ts";

Deno.test("TextBudget.take() refuses text that does not fit into a frame", () => {
  const budget = new TextBudget({ maxFrameBytes: 10, maxResponseValues: 100 });
  strictEqual(budget.take(["x".repeat(40), null]), null);
  match(
    budget.take(["x"])!.message,
    /^Cannot send result: its first 2 rows, of 41 characters, exceed maxFrameBytes 10;/,
  );
});

Deno.test("TextBudget.take() refuses more values than an answer may have", () => {
  const budget = new TextBudget({ maxFrameBytes: 10, maxResponseValues: 5 });
  strictEqual(budget.take([null, null]), null);
  match(budget.take([null, null])!.message, /its first 2 rows, of 6 values, exceed maxResponseValues 5; ask for fewer/);
});
