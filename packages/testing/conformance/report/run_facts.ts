/**
 * The facts of a run that a report names: without them, two reports cannot be compared.
 *
 * @module
 */
import { HOST_RELEASES, type Layout } from "@fluxwire/wire";

/** Which driver was checked, how, when, and by which Deno. */
export interface RunFacts {
  /** What the driver calls itself in Hello; null for one that never answered it. */
  driver: string | null;
  /** The version that it says in Hello; null for one that never answered it. */
  version: string | null;
  /** The suite, or the checks that were chosen. */
  suite: string;
  /** When it began. */
  startedAt: Date;
  /** The version of Deno that ran the checks. */
  deno: string;
}

/** A layout with the release of DBFlux whose host was played: `layout 0.7.1 (DBFlux 0.7.7)`. */
export function layoutText(layout: Layout): string {
  return `layout ${layout} (DBFlux ${HOST_RELEASES[layout].clientVersion})`;
}

/** The facts of a run in layouts, with their names, in the order in which reports show them. */
export function factRows(
  { driver, version, suite, startedAt, deno }: RunFacts,
  layouts: readonly Layout[],
): [name: string, value: string][] {
  return [
    ["driver", driver ?? "unknown: Hello was not answered"],
    ["version", version ?? "unknown"],
    ["suite", suite],
    ["layouts", layouts.map(layoutText).join(", ")],
    ["date", startedAt.toISOString()],
    ["deno", deno],
  ];
}
