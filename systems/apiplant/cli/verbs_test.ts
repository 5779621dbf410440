import { deepEqual } from "node:assert/strict";
import { DOORS } from "../../../packages/cli/doors.ts";
import { VERBS } from "./verbs.ts";

Deno.test("fluxwire's completions offer the verbs of apiplant", () => {
  deepEqual(DOORS.apiplant!.verbs, VERBS.map(({ name }) => name));
});
