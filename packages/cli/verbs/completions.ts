/**
 * `completions`: the completion script for a shell.
 *
 * @module
 */
import { bashScript } from "../completions/bash.ts";
import { completedCommand, SHELLS } from "../completions/command.ts";
import { fishScript } from "../completions/fish.ts";
import { zshScript } from "../completions/zsh.ts";
import type { Context } from "../command/context.ts";
import { EXIT, UsageError } from "@fluxwire/command";

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** Prints the script for one shell. */
export async function run({ args, loadPart, parts, output }: Context): Promise<number> {
  const part = await loadPart();
  const [word] = args.arguments;
  if (word === undefined) throw new UsageError(`Missing shell: give one of ${SHELLS.join(", ")}`);
  const shell = SHELLS.find((shell) => shell === word);
  if (shell === undefined) throw UsageError.unknown("shell", word, SHELLS);
  const command = args.text("name") ?? (part.name || "fluxwire");
  if (!/^[\w.-]+$/.test(command)) throw new UsageError(`Cannot use --name ${command}: it must be a command's name`);
  const script = SCRIPTS[shell](await completedCommand(command, part, parts));
  if (output.isJson) output.json({ shell, script });
  else output.write(script);
  return EXIT.done;
}
