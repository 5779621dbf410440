/**
 * Environment variables, if readable: the reference reads none, so the mock driver requests no permission.
 *
 * @module
 */

/** A variable; undefined if it is not set, or may not be read. */
export function environment(variable: string): string | undefined {
  const permission = Deno.permissions.querySync({ name: "env", variable });
  return permission.state === "granted" ? Deno.env.get(variable) : undefined;
}
