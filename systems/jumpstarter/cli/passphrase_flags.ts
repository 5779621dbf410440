/**
 * The flags with the passphrase that each call must have.
 *
 * @module
 */
import { type Flag, UsageError } from "@fluxwire/command";
import type { Flags } from "@fluxwire/command/program";

/** The flags. */
export const PASSPHRASE_FLAGS: readonly Flag[] = [
  { name: "passphrase", value: "TEXT", help: "What each call must have; others can read it: see --passphrase-env" },
  { name: "passphrase-env", value: "NAME", help: "The variable that has the passphrase" },
];

/**
 * The passphrase that flags give; null for none.
 *
 * @param warnings Gets what to warn of.
 * @throws {UsageError} If both give one, or it cannot be sent.
 */
export function passphraseOf(flags: Flags, warnings: string[]): string | null {
  const given = flags.text("passphrase"), name = flags.text("passphrase-env");
  if (given !== null && name !== null) throw new UsageError("Give one of --passphrase and --passphrase-env");
  if (given !== null) {
    warnings.push("Others on this machine can read --passphrase: use --passphrase-env NAME");
    return checkedPassphrase(given, "--passphrase");
  }
  if (name === null) return null;
  const value = Deno.env.get(name);
  if (value === undefined) throw new UsageError(`Cannot use --passphrase-env ${name}: the variable is not set`);
  return checkedPassphrase(value, `--passphrase-env ${name}`);
}

/** Metadata holds printable ASCII. */
function checkedPassphrase(text: string, flag: string): string {
  if (/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text)) return text;
  throw new UsageError(`Cannot use ${flag}: a passphrase is printable ASCII without spaces at its ends, and not empty`);
}
