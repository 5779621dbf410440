/**
 * Sends requests to a running host.
 *
 * @module
 */
import { askHost, type AskOptions, type Question } from "@fluxwire/supervise";
import { controlPathOf } from "./run_options.ts";
import type { VerbContext } from "./verb.ts";

/** Sends a request, within the command's time limit. Rejects as `askHost` does. */
export function ask({ flags, signal }: VerbContext, question: Question, options: AskOptions = {}): Promise<unknown> {
  return askHost(controlPathOf(flags), question, { ...options, signal });
}

/** A text on one line, whatever a driver has put into it. */
export function oneLine(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, " ");
}
