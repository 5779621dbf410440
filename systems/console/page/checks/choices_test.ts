import { deepStrictEqual } from "node:assert/strict";
import { SUITES as KNOWN_SUITES } from "@fluxwire/testing/conformance";
import { LAYOUTS as KNOWN_LAYOUTS } from "@fluxwire/wire";
import { LAYOUTS, SUITES } from "./choices.ts";

Deno.test("the page offers every suite and every layout that there is", () => {
  deepStrictEqual(SUITES, KNOWN_SUITES);
  deepStrictEqual(LAYOUTS, KNOWN_LAYOUTS);
});
