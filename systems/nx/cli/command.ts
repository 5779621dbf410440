/**
 * `fluxwire nx command`.
 *
 * @module
 */
import type { VerbContext } from "@fluxwire/command/program";
import { ask } from "./ask.ts";
import { checkedJson, type CommandAnswer, showAnswer } from "./result.ts";

/** Sends a command to an instance's own endpoint, and shows its result. */
export async function run(context: VerbContext): Promise<number> {
  const [service, endpoint, json] = context.flags.words as [string, string, string];
  const answer = await ask(context, { verb: "command", service, args: [endpoint, checkedJson(json)] });
  return showAnswer(context.output, answer as CommandAnswer);
}
