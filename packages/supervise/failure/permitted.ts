/**
 * What may be read and run to find a cause, without a prompt for permission.
 *
 * @module
 */

/** Whether a file may be read. */
export function mayRead(path: string): boolean {
  return Deno.permissions.querySync({ name: "read", path }).state === "granted";
}

/** Whether a program may be run. */
export function mayRun(command: string): boolean {
  return Deno.permissions.querySync({ name: "run", command }).state === "granted";
}
