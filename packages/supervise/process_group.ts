/**
 * Signals to a program's process group: the program and what it has started, except processes that left the group.
 *
 * @module
 */

/** Whether programs are started in a group of their own. Windows has no groups: only the program itself is reached. */
export const HAS_GROUPS: boolean = Deno.build.os !== "windows";

/**
 * Why a signal does not arrive: no process is left; macOS says EPERM of a group that holds only processes which have ended;
 * with `--allow-run=PROGRAM`, Deno permits signals to a child and to no other process.
 */
const IS_OUT_OF_REACH = [Deno.errors.NotFound, Deno.errors.PermissionDenied, Deno.errors.NotCapable];

/**
 * Sends a signal to every process of a group.
 *
 * @param leader The pid of the process that was started with `detached`.
 * @returns False if no process of the group is left, or none may be signalled.
 */
export function signalGroup(leader: number, signal: Deno.Signal): boolean {
  try {
    Deno.kill(HAS_GROUPS ? -leader : leader, signal);
    return true;
  } catch (error) {
    if (IS_OUT_OF_REACH.some((reason) => error instanceof reason)) return false;
    throw error;
  }
}

/**
 * Ends a program of Windows and all that it has started; there are no groups, but each process knows its parent.
 *
 * @returns False if `taskkill` cannot be run, or finds nothing.
 */
export async function endTree(pid: number): Promise<boolean> {
  const command = new Deno.Command("taskkill", {
    args: ["/T", "/F", "/PID", `${pid}`],
    stdout: "null",
    stderr: "null",
  });
  return await command.output().then(({ success }) => success, () => false);
}

/** Whether a process of the group is left. SIGCONT does nothing to one that runs. */
export function isGroupAlive(leader: number): boolean {
  return HAS_GROUPS && signalGroup(leader, "SIGCONT");
}
