/**
 * `fluxwire` itself: the words beside its parts.
 *
 * @module
 */
import type { Part } from "../command/part.ts";
import { CHECK } from "../usage/check.ts";
import { COMPLETIONS } from "../usage/completions.ts";
import { CONSOLE } from "../usage/console.ts";
import { DEV } from "../usage/dev.ts";
import { DOCTOR } from "../usage/doctor.ts";
import { EXPLAIN } from "../usage/explain.ts";
import { HELP } from "../usage/help.ts";
import { INIT } from "../usage/init.ts";
import { REGISTER } from "../usage/register.ts";
import { VERSION } from "../usage/version.ts";

/** The part without a name. */
export const FLUXWIRE: Part = {
  name: "",
  summary: "Write, run and examine drivers of DBFlux, NX and Jumpstarter, and serve models",
  usage: "PART|WORD [ARGUMENTS]",
  verbs: [INIT, DEV, CHECK, REGISTER, CONSOLE, DOCTOR, EXPLAIN, COMPLETIONS, HELP, VERSION],
  defaultVerb: HELP,
};
