/**
 * The permissions a driver needs, checked before it starts: it never prompts, and never runs without the token
 * check it was to make.
 *
 * @module
 */
import { LIFELINE_VARIABLE } from "@fluxwire/transport";
import { TOKEN_VARIABLE } from "./token.ts";

/** The environment variables that {@link serve} reads. */
export const VARIABLES: readonly string[] = [TOKEN_VARIABLE, LIFELINE_VARIABLE];

/** The flags that are missing; empty where all is well. */
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
