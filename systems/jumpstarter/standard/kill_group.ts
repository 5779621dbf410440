/**
 * Ends a program with all that it has started; it must have been started as `detached`, with a group of its own.
 *
 * @param pid The program.
 */
export function killGroup(pid: number): void {
  try {
    Deno.kill(-pid, "SIGKILL");
  } catch (error) {
    // It has ended.
    if (!(error instanceof Deno.errors.NotFound) && !(error instanceof TypeError)) throw error;
  }
}
