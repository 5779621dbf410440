/**
 * `fluxwire nx restart`.
 *
 * @module
 */
import { EXIT, oneLine } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { ask } from "./ask.ts";

/** Requests a restart, and reports when the instance is ready. */
export async function run(context: VerbContext): Promise<number> {
  const { flags: { words: [service] }, output } = context;
  await ask(context, { verb: "restart", service });
  if (output.isJson) output.json({ restarted: service });
  else output.line(oneLine(`${service} is ready`));
  return EXIT.done;
}
