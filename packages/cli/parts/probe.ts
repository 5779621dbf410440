/**
 * `fluxwire probe`: `usage/` has the usage of each verb, `verbs/` what it does.
 *
 * @module
 */
import type { Part } from "../command/part.ts";
import { TARGET } from "../command/verb.ts";
import { TOUR } from "../usage/tour.ts";
import { PROBE_VERBS } from "./probe_verbs.ts";

/** The part. */
export const PROBE: Part = {
  name: "probe",
  summary: "Talk to drivers of DBFlux",
  usage: `[VERB] [ARGUMENTS] ${TARGET}`,
  verbs: await Promise.all(Object.values(PROBE_VERBS).map((load) => load())),
  defaultVerb: TOUR,
};
