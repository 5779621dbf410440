/**
 * `fluxwire nx proxy`.
 *
 * @module
 */
import type { VerbContext } from "@fluxwire/command/program";
import { ask } from "./ask.ts";
import { checkedJson, type CommandAnswer, showAnswer } from "./result.ts";

/** Sends a command to a child of a hub, and shows its result. */
export async function run(context: VerbContext): Promise<number> {
  const [hub, child, endpoint, json] = context.flags.words as [string, string, string, string];
  const answer = await ask(context, { verb: "proxy", args: [hub, child, endpoint, checkedJson(json)] });
  return showAnswer(context.output, answer as CommandAnswer);
}
