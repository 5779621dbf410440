/**
 * `fluxwire nx stop`.
 *
 * @module
 */
import { EXIT, oneLine } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { ask } from "./ask.ts";

/** Requests a stop, and reports when everything has ended. */
export async function run(context: VerbContext): Promise<number> {
  const { flags: { words: [service = null] }, output } = context;
  await ask(context, { verb: "stop", service });
  if (output.isJson) output.json({ stopped: service ?? "host" });
  else output.line(oneLine(`${service ?? "The host"} is stopped`));
  return EXIT.done;
}
