/**
 * How `completions` is used.
 *
 * @module
 */
import { COMMON_FLAGS } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const COMPLETIONS: Verb = {
  name: "completions",
  usage: "SHELL [--name NAME]",
  summary: "Print what teaches bash, zsh or fish to complete the command line",
  details:
    `It completes the command fluxwire with parts, verbs, options and their values, or the alias that --name gives:

  source <(fluxwire completions bash)
  fluxwire completions fish > ~/.config/fish/completions/fluxwire.fish

fluxwire probe completions does the same for an alias of one part, here probe: alias probe='fluxwire probe'.`,
  maxArguments: 1,
  takesTarget: false,
  flags: [
    { name: "name", value: "NAME", help: "The command to complete (default fluxwire, or the part)" },
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/completions.ts"),
};
