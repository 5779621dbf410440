/**
 * The format of a result, from the options of the command line.
 *
 * @module
 */
import { UsageError } from "@fluxwire/command";
import { type FormatOptions, FORMATS } from "../render/formats.ts";
import type { CommandLine } from "./args.ts";

/**
 * The format of `--format` and `--wide`.
 *
 * @throws {UsageError} for an unknown format, and for one beside `--json`.
 */
export function formatOf(args: CommandLine): FormatOptions {
  const format = args.choice("format", FORMATS);
  if (format !== null && args.has("json")) {
    throw new UsageError(`Cannot use --format ${format} with --json: leave one of them out`);
  }
  return { format: format ?? "table", isWide: args.has("wide") };
}
