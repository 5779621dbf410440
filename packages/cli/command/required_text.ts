/**
 * Options that must be given.
 *
 * @module
 */
import type { CommandLine } from "./args.ts";
import { UsageError } from "@fluxwire/command";

/**
 * The value of an option that a verb requires.
 *
 * @throws {UsageError} if it was not given, or is empty.
 */
export function requiredText(args: CommandLine, name: string, meaning: string): string {
  const text = args.text(name);
  if (text) return text;
  throw new UsageError(`Missing --${name}: give ${meaning}`);
}
