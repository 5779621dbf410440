/**
 * `version`: the version of this package, which all packages share.
 *
 * @module
 */
import type { Context } from "../command/context.ts";
import { EXIT } from "@fluxwire/command";
import { VERSION } from "../command/version.ts";

/** Shows the version. */
export function run({ output }: Context): Promise<number> {
  if (output.isJson) output.json({ version: VERSION });
  else output.line(VERSION);
  return Promise.resolve(EXIT.done);
}
