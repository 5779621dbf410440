import { strictEqual } from "node:assert/strict";
import type { ShownCheck } from "@fluxwire/console/api";
import { failedFirst, verdictsOf } from "./failed_first.ts";

Deno.test("failedFirst() and verdictsOf() order and count results by their verdict", () => {
  const results = ["passed", "failed", "skipped", "passed", "blocked", "failed", "expected-failure"].map(
    (verdict, index) => {
      return { id: String(index), verdict } as ShownCheck;
    },
  );
  strictEqual(failedFirst(results).map(({ id }) => id).join(""), "1564203");
  strictEqual(verdictsOf(results), "2 passed, 1 skipped, 1 blocked, 1 expected, 2 failed");
});
