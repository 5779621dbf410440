/**
 * The parts of the command line: `probe`, `host`, and `fluxwire` itself.
 *
 * @module
 */
import type { Verb } from "./verb.ts";

/** Verbs that belong together, and the word before them. */
export interface Part {
  /** The word after `fluxwire`; empty for `fluxwire` itself. */
  name: string;
  /** Its purpose, in one line. */
  summary: string;
  /** The words that may follow its name, as the help shows them. */
  usage: string;
  /** Its verbs, in the order of the help. */
  verbs: readonly Verb[];
  /** The verb that runs without a name. */
  defaultVerb: Verb;
}

/** The parts by name, each loaded when it is used. */
export type Parts = Readonly<Record<string, () => Promise<Part>>>;

/** A part, or one of its verbs, as it is typed: `fluxwire host run`. */
export function commandOf(part: Pick<Part, "name">, verb?: Verb): string {
  return ["fluxwire", part.name, verb?.name ?? ""].filter((word) => word !== "").join(" ");
}
