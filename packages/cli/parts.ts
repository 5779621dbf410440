/**
 * The parts of the command line: only the one that is named is loaded.
 *
 * @module
 */
import type { Part, Parts } from "./command/part.ts";

/** Every part that exists. */
export const PARTS: Parts = {
  probe: async () => (await import("./parts/probe.ts")).PROBE,
  host: async () => (await import("./parts/host.ts")).HOST,
};

/** What `fluxwire` does itself. */
export async function loadFluxwire(): Promise<Part> {
  return (await import("./parts/fluxwire.ts")).FLUXWIRE;
}
