/**
 * Signals to a program and everything it has started, as far as that stayed in its process group.
 *
 * @module
 */

/** Whether programs are started in a group of their own. On Windows there is none: only the program itself is reached. */
export const HAS_GROUPS: boolean = Deno.build.os !== "windows";

/**
 * Sends a signal to every process of a group.
 *
 * @param leader The pid of the process that was started with `detached`.
 * @returns False where no process of the group is left.
 */
export function signalGroup(leader: number, signal: Deno.Signal): boolean {
  try {
    Deno.kill(HAS_GROUPS ? -leader : leader, signal);
    return true;
  } catch (error) {
    // macOS says EPERM of a group that holds only processes which have ended.
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied) return false;
    throw error;
  }
}

/** Whether a process of the group is left. SIGCONT does nothing to one that runs. */
export function isGroupAlive(leader: number): boolean {
  return HAS_GROUPS && signalGroup(leader, "SIGCONT");
}
