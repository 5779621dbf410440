/**
 * Secrets from the environment: on a command line, every user of the machine could read them.
 *
 * @module
 */
import type { CommandLine } from "./args.ts";
import { UsageError } from "@fluxwire/command";

/** The variable that the real host sets for its drivers. */
const TOKEN_VARIABLE = "DBFLUX_DRIVER_IPC_TOKEN";

/** The token for a driver: from the variable of `--token-env`, else from the real host's variable; null if absent. */
export function tokenOf(args: CommandLine): string | null {
  const name = args.text("token-env");
  if (name !== null) return requiredVariable("token-env", name);
  const permission = Deno.permissions.querySync({ name: "env", variable: TOKEN_VARIABLE });
  return permission.state === "granted" ? Deno.env.get(TOKEN_VARIABLE) || null : null;
}

/**
 * The value of the variable that an option names.
 *
 * @throws {UsageError} if it is not set, or may not be read.
 */
export function requiredVariable(flag: string, name: string): string {
  if (name === "" || name.includes("=")) {
    throw new UsageError(`Cannot use --${flag} ${name}: it must be a variable's name`);
  }
  if (Deno.permissions.querySync({ name: "env", variable: name }).state !== "granted") {
    throw new UsageError(`Cannot read variable ${name}: permission is missing; run Deno with --allow-env=${name}`);
  }
  const value = Deno.env.get(name);
  if (value === undefined) throw new UsageError(`Cannot use --${flag} ${name}: the variable is not set`);
  return value;
}

/** The variables that `--env` passes to a started driver, beside those that every driver gets. */
export function variablesOf(args: CommandLine): Record<string, string> {
  return Object.fromEntries(args.all("env").map((name) => [name, requiredVariable("env", name)]));
}
