import { ok } from "node:assert/strict";
import { BUDGETS } from "./budgets.ts";
import { ROOT } from "./workspace.ts";

Deno.test("the built files of the page stay within their budgets", () => {
  for (const [name, budget] of Object.entries(BUDGETS)) {
    const { size } = Deno.statSync(`${ROOT}packages/console/page/dist/${name}`);
    ok(size <= budget, `${name} has ${size} bytes, its budget is ${budget}`);
  }
});
