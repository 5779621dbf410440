/**
 * `fluxwire host stop`: stops a service of a running host, or the host.
 *
 * @module
 */
import type { Context } from "../../command/context.ts";
import { EXIT, oneLine } from "@fluxwire/command";
import { ask } from "./ask.ts";

/** Requests a stop, and reports when everything has ended. */
export async function run(context: Context): Promise<number> {
  const { args, output } = context;
  const service = args.arguments[0] ?? null;
  await ask(context, { verb: "stop", service });
  if (output.isJson) output.json({ stopped: service ?? "host" });
  else output.line(oneLine(`${service ?? "The host"} is stopped`));
  return EXIT.done;
}
