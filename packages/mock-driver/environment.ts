/**
 * The environment, as far as it may be read: the reference reads none, so the mock driver asks for nothing.
 *
 * @module
 */

/** A variable; undefined where it is not set, or may not be read. */
export function environment(variable: string): string | undefined {
  const permission = Deno.permissions.querySync({ name: "env", variable });
  return permission.state === "granted" ? Deno.env.get(variable) : undefined;
}
