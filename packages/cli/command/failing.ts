/**
 * What a command line shows of an error, and ends with. Both know the errors of all packages: they are loaded when
 * something has failed.
 *
 * @module
 */
import type { Failure } from "@fluxwire/command";

/** The failure of an error, and its exit code. */
export async function failing(error: unknown, command?: string): Promise<{ failure: Failure; exitCode: number }> {
  const { exitCodeOf, failureOf } = await import("./failure.ts");
  return { failure: failureOf(error, command), exitCode: exitCodeOf(error) };
}
