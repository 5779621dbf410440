/**
 * The order of a host's services: those with problems first.
 *
 * @module
 */
import type { ShownService } from "@fluxwire/console/api";

const ORDER: readonly string[] = ["given-up", "waiting", "silent", "ended", "stopping", "starting", "ready", "stopped"];
const MARKS: Readonly<Record<string, string>> = {
  "ready": "●",
  "given-up": "✕",
  "waiting": "◐",
  "silent": "◐",
  "starting": "◐",
  "stopping": "◐",
};

/** A service's state in a word: one that does not answer is `silent`. */
export function stateOf({ state, silent }: ShownService): string {
  return state === "ready" && silent ? "silent" : state;
}

/** The sign of a state, beside its word. */
export function markOf(service: ShownService): string {
  return MARKS[stateOf(service)] ?? "○";
}

/** The services, problems first, those with the same state as the host has them. */
export function ordered(services: readonly ShownService[]): ShownService[] {
  const rank = (service: ShownService): number => {
    const at = ORDER.indexOf(stateOf(service));
    return at === -1 ? ORDER.length : at;
  };
  return services.toSorted((a, b) => rank(a) - rank(b));
}

/** How many there are of each state, in a sentence: `18 ready, 1 waiting`. */
export function countsOf(services: readonly ShownService[]): string {
  const byState = Map.groupBy(services, stateOf);
  const known = [...new Set(["ready", ...ORDER, ...byState.keys()])].filter((state) => byState.has(state));
  return known.map((state) => `${byState.get(state)!.length} ${state}`).join(", ");
}
