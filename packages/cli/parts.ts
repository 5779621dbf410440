/**
 * The parts of the command line, each loaded only when it is used.
 *
 * @module
 */
import type { Part, Parts } from "./command/part.ts";
import type { Verb } from "./command/verb.ts";
import { PROBE_VERBS } from "./parts/probe_verbs.ts";

/** Every part that exists. */
export const PARTS: Parts = {
  probe: async () => (await import("./parts/probe.ts")).PROBE,
  host: async () => (await import("./parts/host.ts")).HOST,
};

/** The part of `fluxwire` itself. */
export async function loadFluxwire(): Promise<Part> {
  return (await import("./parts/fluxwire.ts")).FLUXWIRE;
}

/**
 * The verb of `probe` that a command line begins with, the tour if it has no word; null if it begins otherwise, and only
 * the whole part can tell.
 *
 * @param words What stands after `probe`.
 */
export async function loadProbeVerb(words: readonly string[]): Promise<Verb | null> {
  const first = words.find((word) => word !== "--json") ?? "tour";
  return Object.hasOwn(PROBE_VERBS, first) ? await PROBE_VERBS[first]!() : null;
}
