/**
 * The parts of the command line, each loaded only when it is used.
 *
 * @module
 */
import { importAlone } from "./command/import_alone.ts";
import type { Part, Parts } from "./command/part.ts";
import type { Verb } from "./command/verb.ts";

/** Every part that exists. */
export const PARTS: Parts = {
  probe: async () =>
    (await importAlone<typeof import("./parts/probe.ts")>(import.meta.resolve("./parts/probe.ts"))).PROBE,
  host: async () => (await importAlone<typeof import("./parts/host.ts")>(import.meta.resolve("./parts/host.ts"))).HOST,
};

/** The part of `fluxwire` itself. */
export async function loadFluxwire(): Promise<Part> {
  return (await importAlone<typeof import("./parts/fluxwire.ts")>(import.meta.resolve("./parts/fluxwire.ts"))).FLUXWIRE;
}

/**
 * The verb of `probe` that a command line begins with, the tour if it has no word; null if it begins otherwise, and only
 * the whole part can tell.
 *
 * @param words What stands after `probe`.
 */
export async function loadProbeVerb(words: readonly string[]): Promise<Verb | null> {
  const { PROBE_VERBS } = await importAlone<typeof import("./parts/probe_verbs.ts")>(
    import.meta.resolve("./parts/probe_verbs.ts"),
  );
  const first = words.find((word) => word !== "--json") ?? "tour";
  return Object.hasOwn(PROBE_VERBS, first) ? await PROBE_VERBS[first]!() : null;
}
