/**
 * The verbs of `fluxwire jumpstarter`, each with its usage.
 *
 * @module
 */
import type { Verb } from "./verb.ts";

/** Every verb. */
export const VERBS: readonly Verb[] = [];
