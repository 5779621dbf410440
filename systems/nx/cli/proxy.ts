/**
 * `fluxwire nx proxy`.
 *
 * @module
 */
import { ask } from "./ask.ts";
import { checkedJson, type CommandAnswer, showAnswer } from "./result.ts";
import type { VerbContext } from "./verb.ts";

/** Sends a command to a child of a hub, and shows its result. */
export async function run(context: VerbContext): Promise<number> {
  const [hub, child, endpoint, json] = context.flags.words as [string, string, string, string];
  const answer = await ask(context, { verb: "proxy", args: [hub, child, endpoint, checkedJson(json)] });
  return showAnswer(context.output, answer as CommandAnswer);
}
