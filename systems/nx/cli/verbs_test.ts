import { deepEqual } from "node:assert/strict";
import { DOORS } from "../../../packages/cli/doors.ts";
import { VERBS } from "./verbs.ts";

Deno.test("fluxwire's completions offer the verbs of nx", () => {
  deepEqual(DOORS.nx!.verbs, VERBS.map(({ name }) => name));
});
