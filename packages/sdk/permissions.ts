/**
 * Checks a driver's permissions before it starts: a driver never prompts, and never runs without being able to read the
 * token that it must check.
 *
 * @module
 */
import { LIFELINE_VARIABLE } from "@fluxwire/transport";
import { TOKEN_VARIABLE } from "./token.ts";

/** The environment variables that {@link serve} reads. */
export const VARIABLES: readonly string[] = [TOKEN_VARIABLE, LIFELINE_VARIABLE];

/** The missing flags; empty if all permissions are granted. */
export function missingFlags(
  query: (permission: Deno.PermissionDescriptor) => Deno.PermissionStatus = Deno.permissions.querySync,
): string[] {
  const missing: string[] = [];
  if (query({ name: "net" }).state !== "granted") missing.push("--allow-net");
  if (VARIABLES.some((variable) => query({ name: "env", variable }).state !== "granted")) {
    missing.push(`--allow-env=${VARIABLES.join(",")}`);
  }
  return missing;
}
