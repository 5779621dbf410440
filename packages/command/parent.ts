/**
 * Ends a program with the one that has started it, where standard input cannot be the lifeline: it belongs to the user.
 *
 * @module
 */

/** The variable with the id of the process that a program ends with. */
export const PARENT_VARIABLE = "FLUXWIRE_PARENT";

/** How often the parent is looked for, in milliseconds. */
const LOOK_MS = 500;

/**
 * Calls back once the parent is another process than {@link PARENT_VARIABLE} says: it has ended. Without the variable, or
 * the permission to read it, nothing is watched. The variable is removed: programs that this one starts have another parent.
 *
 * @returns What ends the watch. The watch alone keeps no process running.
 */
export function onParentEnd(callback: () => void): Disposable {
  const isReadable = Deno.permissions.querySync({ name: "env", variable: PARENT_VARIABLE }).state === "granted";
  const parent = isReadable ? Number(Deno.env.get(PARENT_VARIABLE)) : 0;
  if (!(parent > 0)) return { [Symbol.dispose]: () => {} };
  Deno.env.delete(PARENT_VARIABLE);
  const timer = setInterval(() => {
    if (Deno.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, LOOK_MS);
  Deno.unrefTimer(timer);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
