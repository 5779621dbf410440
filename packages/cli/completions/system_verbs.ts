/**
 * The verbs of the systems, whose programs `fluxwire` does not load. Made by `deno task completions:generate`; tests of the
 * systems compare them with their programs.
 *
 * @module
 */
import type { Dash, Flag } from "@fluxwire/command";
import verbs from "./system_verbs.json" with { type: "json" };

/** What completions know of a system's program. */
export interface SystemVerbs {
  /** What its options begin with. */
  readonly dash: Dash;
  /** The verb that runs without a name; null if none does. */
  readonly defaultVerb: string | null;
  /** Its verbs, in the order of its help. */
  readonly verbs: readonly { readonly name: string; readonly summary: string; readonly flags: readonly Flag[] }[];
}

/** The systems, by the word after `fluxwire`. */
export const SYSTEM_VERBS: Readonly<Record<string, SystemVerbs>> = verbs as Record<string, SystemVerbs>;
