/**
 * The parts of the command line, each loaded only when it is used.
 *
 * @module
 */
import type { Part, Parts } from "./command/part.ts";

/** Every part that exists. */
export const PARTS: Parts = {
  probe: async () => (await import("./parts/probe.ts")).PROBE,
  host: async () => (await import("./parts/host.ts")).HOST,
};

/** The part of `fluxwire` itself. */
export async function loadFluxwire(): Promise<Part> {
  return (await import("./parts/fluxwire.ts")).FLUXWIRE;
}
