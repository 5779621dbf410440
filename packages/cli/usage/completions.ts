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
  summary: "Print the completion script for bash, zsh or fish",
  details: `The script completes parts, verbs, options and their values for fluxwire, or for the alias given by --name:

  source <(fluxwire completions bash)
  fluxwire completions fish > ~/.config/fish/completions/fluxwire.fish

fluxwire probe completions does the same for an alias of a part, such as alias probe='fluxwire probe'.`,
  maxArguments: 1,
  takesTarget: false,
  flags: [
    { name: "name", value: "NAME", help: "The command to complete (default fluxwire, or the part)" },
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/completions.ts"),
};
