import { ok } from "node:assert/strict";
import { ROOT } from "./workspace.ts";

/** The largest that each file of the page may be, in bytes, before it is compressed. */
const BUDGETS: Readonly<Record<string, number>> = {
  "app.js": 150_000,
  "later.js": 100_000,
  "worker.js": 270_000,
  "editor.js": 300_000,
  "app.css": 20_000,
};

Deno.test("the built files of the page stay within their budgets", () => {
  for (const [name, budget] of Object.entries(BUDGETS)) {
    const { size } = Deno.statSync(`${ROOT}packages/console/page/dist/${name}`);
    ok(size <= budget, `${name} has ${size} bytes, its budget is ${budget}`);
  }
});
