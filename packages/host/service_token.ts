/**
 * The token of a service that names a variable of its own for it.
 *
 * @module
 */
import { StartError } from "@fluxwire/supervise/program";
import type { Service } from "./service.ts";

/**
 * What the service's variable holds; null for a service that names none.
 *
 * @throws {StartError} `TokenVariableUnset` if it is not set, empty, or may not be read.
 */
export function tokenOfService({ socketId, tokenEnv }: Pick<Service, "socketId" | "tokenEnv">): string | null {
  if (tokenEnv === null) return null;
  const isGranted = Deno.permissions.querySync({ name: "env", variable: tokenEnv }).state === "granted";
  const token = isGranted ? Deno.env.get(tokenEnv) : undefined;
  if (token) return token;
  throw new StartError(
    "TokenVariableUnset",
    `Cannot use service "${socketId}": its token_env names ${tokenEnv}, which ${
      isGranted ? "is not set or empty" : `may not be read`
    }`,
    { hint: isGranted ? `set ${tokenEnv}, or remove token_env` : `run Deno with --allow-env=${tokenEnv}` },
  );
}
