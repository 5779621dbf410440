/**
 * Sends requests to a running host.
 *
 * @module
 */
import type { VerbContext } from "@fluxwire/command/program";
import { askHost, type AskOptions, type Question } from "@fluxwire/supervise";
import { controlPathOf } from "./run_options.ts";

/** Sends a request, within the command's time limit. Rejects as `askHost` does. */
export function ask({ flags, signal }: VerbContext, question: Question, options: AskOptions = {}): Promise<unknown> {
  return askHost(controlPathOf(flags), question, { ...options, signal });
}
