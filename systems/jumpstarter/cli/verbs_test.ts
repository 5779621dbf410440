import { deepEqual } from "node:assert/strict";
import { SYSTEM_VERBS } from "../../../packages/cli/completions/system_verbs.ts";
import { systemVerbs } from "../../../tests/cli/system_verbs.ts";
import { VERBS } from "./verbs.ts";

Deno.test("fluxwire's completions know the verbs of jumpstarter and their options: deno task completions:generate", () => {
  deepEqual(SYSTEM_VERBS.jumpstarter, JSON.parse(JSON.stringify(systemVerbs({ verbs: VERBS }))));
});
