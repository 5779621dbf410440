/**
 * What a part of the command line is: `probe`, `host`, and `fluxwire` itself.
 *
 * @module
 */
import type { Verb } from "./verb.ts";

/** Verbs that belong together, and the word that they stand behind. */
export interface Part {
  /** The word behind `fluxwire`; empty for `fluxwire` itself. */
  name: string;
  /** What it is for, in one line. */
  summary: string;
  /** What may stand behind its name, as the help shows it. */
  usage: string;
  /** Its verbs, in the order of the help. */
  verbs: readonly Verb[];
  /** The verb that runs if none is named. */
  defaultVerb: Verb;
}

/** The parts by their names, each loaded when it is named. */
export type Parts = Readonly<Record<string, () => Promise<Part>>>;

/** A part, or one of its verbs, as it is typed: `fluxwire host run`. */
export function commandOf(part: Part, verb?: Verb): string {
  return ["fluxwire", part.name, verb?.name ?? ""].filter((word) => word !== "").join(" ");
}
