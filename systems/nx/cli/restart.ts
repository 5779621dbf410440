/**
 * `fluxwire nx restart`.
 *
 * @module
 */
import { ask, oneLine } from "./ask.ts";
import { EXIT } from "./exit_codes.ts";
import type { VerbContext } from "./verb.ts";

/** Requests a restart, and reports when the instance is ready. */
export async function run(context: VerbContext): Promise<number> {
  const { flags: { words: [service] }, output } = context;
  await ask(context, { verb: "restart", service });
  if (output.isJson) output.json({ restarted: service });
  else output.line(oneLine(`${service} is ready`));
  return EXIT.done;
}
