/**
 * `fluxwire host restart`: stops a service of a running host and starts it.
 *
 * @module
 */
import type { Context } from "../../command/context.ts";
import { EXIT, oneLine, UsageError } from "@fluxwire/command";
import { ask } from "./ask.ts";

/** Requests a restart, and reports when the service is ready. */
export async function run(context: Context): Promise<number> {
  const { args, output } = context;
  const [service] = args.arguments;
  if (service === undefined) throw new UsageError("Missing ID: name the service to restart");
  await ask(context, { verb: "restart", service });
  if (output.isJson) output.json({ restarted: service });
  else output.line(oneLine(`${service} is ready`));
  return EXIT.done;
}
