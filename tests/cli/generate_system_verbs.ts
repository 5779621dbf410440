/**
 * `deno task completions:generate`: writes what completions know of the systems' verbs.
 *
 * @module
 */
import { SERVE, VERBS as APIPLANT } from "../../systems/apiplant/cli/verbs.ts";
import { VERBS as JUMPSTARTER } from "../../systems/jumpstarter/cli/verbs.ts";
import { RUN, VERBS as NX } from "../../systems/nx/cli/verbs.ts";
import { systemVerbs } from "./system_verbs.ts";

const verbs = {
  apiplant: systemVerbs({ verbs: APIPLANT, defaultVerb: SERVE }),
  jumpstarter: systemVerbs({ verbs: JUMPSTARTER }),
  nx: systemVerbs({ verbs: NX, defaultVerb: RUN, dash: "-" }),
};

const file = new URL("../../packages/cli/completions/system_verbs.json", import.meta.url);
if (import.meta.main) await Deno.writeTextFile(file, `${JSON.stringify(verbs, null, 2)}\n`);
