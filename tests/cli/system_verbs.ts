/**
 * The verbs of a system's program, as completions keep them: `fluxwire` cannot load a system, whose libraries come from the
 * npm registry.
 *
 * @module
 */
import type { Dash } from "@fluxwire/command";
import type { Verb } from "@fluxwire/command/program";
import type { SystemVerbs } from "../../packages/cli/completions/system_verbs.ts";

/** The part of a program that completions are made of. */
export interface ProgramVerbs {
  readonly verbs: readonly Verb[];
  /** The verb that runs without a name. */
  readonly defaultVerb?: Verb;
  /** What its options begin with. */
  readonly dash?: Dash;
}

/** What completions know of a program. */
export function systemVerbs({ verbs, defaultVerb, dash = "--" }: ProgramVerbs): SystemVerbs {
  return {
    dash,
    defaultVerb: defaultVerb?.name ?? null,
    verbs: verbs.map(({ name, summary, flags }) => ({ name, summary, flags: flags.map((flag) => ({ ...flag })) })),
  };
}
