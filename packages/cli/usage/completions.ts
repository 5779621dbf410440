/**
 * How `probe completions` is used.
 *
 * @module
 */
import { COMMON_FLAGS } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const COMPLETIONS: Verb = {
  name: "completions",
  usage: "SHELL [--name NAME]",
  summary: "Print what teaches bash, zsh or fish to complete the probe's command line",
  details: `It is for a command of the given name: an alias, or what deno install makes of the probe:

  deno install --global --name probe --allow-net --allow-run --allow-env --allow-read jsr:@fluxwire/cli probe
  source <(probe completions bash)`,
  maxArguments: 1,
  takesTarget: false,
  flags: [
    { name: "name", value: "NAME", help: "The command to complete (default probe)" },
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/completions.ts"),
};
