/**
 * `help`: the help of a part, or of one of its words.
 *
 * @module
 */
import type { Context } from "../command/context.ts";
import { EXIT, UsageError } from "@fluxwire/command";
import { fitHelp } from "@fluxwire/command/help";
import { overview, verbHelp } from "../command/help.ts";
import { DOORS } from "../doors.ts";
import type { Part, Parts } from "../command/part.ts";
import { unknownWord } from "../command/unknown_word.ts";

/** Shows the help of a part or a word. */
export async function run({ args, loadPart, parts, output }: Context): Promise<number> {
  const part = await loadPart();
  const [word, ...rest] = args.arguments;
  if (part.name === "" && word !== undefined && Object.hasOwn(DOORS, word)) {
    const { openDoor } = await import("../open_door.ts");
    return await openDoor(DOORS[word]!, ["help", ...rest, ...output.isJson ? ["--json"] : []]);
  }
  const help = await helpOf(args.arguments, part, parts);
  if (output.isJson) output.json({ help });
  else output.write(fitHelp(help, output.columns));
  return EXIT.done;
}

async function helpOf([word, ...rest]: readonly string[], part: Part, parts: Parts): Promise<string> {
  if (word === undefined) return await overview(part, parts);
  if (part.name === "" && Object.hasOwn(parts, word)) return await helpOf(rest, await parts[word]!(), parts);
  const verb = part.verbs.find(({ name }) => name === word);
  if (verb === undefined) throw await unknownWord(word, part, parts);
  if (rest.length > 0) throw new UsageError(`Cannot use argument ${rest[0]}: ${verb.name} has no further words`);
  return await verbHelp(part, verb);
}
