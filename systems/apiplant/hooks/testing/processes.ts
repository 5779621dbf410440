/** Which processes there are, for tests on Linux. */

/** Whether a process runs. One that has ended and was not reaped yet does not. */
export function isThere(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(Deno.readTextFileSync(`/proc/${pid}/stat`));
  } catch {
    return false;
  }
}

/** The name of a process's program; empty if it does not run. */
export function programOf(pid: number): string {
  return isThere(pid) ? Deno.readTextFileSync(`/proc/${pid}/comm`).trim() : "";
}

/** The ids of the children of a process, and of all their children. */
export function descendants(parent: number): number[] {
  const children = [...Deno.readDirSync("/proc")].map(({ name }) => Number(name)).filter((pid) => {
    if (!(pid > 0)) return false;
    try {
      return Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ").at(-1)!.split(" ")[1] === `${parent}`;
    } catch {
      return false;
    }
  });
  return children.flatMap((pid) => [pid, ...descendants(pid)]);
}

/** Resolves when none of the processes runs; rejects after 60 s. */
export async function gone(pids: readonly number[]): Promise<void> {
  for (const deadline = performance.now() + 60_000; pids.some(isThere);) {
    if (performance.now() > deadline) throw new Error(`Left: ${pids.filter(isThere)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
