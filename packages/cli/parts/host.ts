/**
 * `fluxwire host`: `usage/host.ts` has the usage of each verb, `verbs/host/` what it does.
 *
 * @module
 */
import type { Part } from "../command/part.ts";
import { HELP } from "../usage/help.ts";
import { LOGS, NO_VERB, RESTART, RUN, STATUS, STOP } from "../usage/host.ts";
import { VERSION } from "../usage/version.ts";

/** The part. */
export const HOST: Part = {
  name: "host",
  summary: "Run services in the background, and keep them running",
  usage: "VERB [ID]",
  verbs: [RUN, STATUS, RESTART, STOP, LOGS, HELP, VERSION],
  defaultVerb: NO_VERB,
};
