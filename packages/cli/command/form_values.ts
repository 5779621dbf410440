/**
 * The values of a driver's form from the command line.
 *
 * @module
 */
import type { CommandLine } from "./args.ts";
import { UsageError } from "@fluxwire/command";

/**
 * The values of `--value`, by field id.
 *
 * @throws {UsageError} for a value without its field.
 */
export function valuesOf(args: CommandLine): Record<string, string> {
  return Object.fromEntries(
    args.all("value").map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw new UsageError(`Cannot use --value ${text}: write the field's id, =, and the value`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}
