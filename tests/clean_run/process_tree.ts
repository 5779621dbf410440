/**
 * The processes below one, on Linux.
 *
 * @module
 */

/** A process as it was seen. */
export interface RunningProcess {
  readonly pid: number;
  /** Whether it still runs: another process of the same number began later. */
  runs(): Promise<boolean>;
}

/** What `/proc` says of a process; null if it has ended. */
async function seen(pid: number): Promise<{ parent: number; startedAt: string } | null> {
  try {
    const text = await Deno.readTextFile(`/proc/${pid}/stat`);
    // Its name is in parentheses, and may have some itself.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : { parent: Number(fields[1]), startedAt: fields[19]! };
  } catch {
    return null;
  }
}

/** The children of a process, their children and so on; only Linux shows them. */
export async function processesBelow(root: number): Promise<RunningProcess[]> {
  if (Deno.build.os !== "linux") return [];
  const children = new Map<number, { pid: number; startedAt: string }[]>();
  for await (const { name } of Deno.readDir("/proc")) {
    const pid = Number(name), now = /^\d+$/.test(name) ? await seen(pid) : null;
    if (now !== null) children.set(now.parent, [...children.get(now.parent) ?? [], { pid, startedAt: now.startedAt }]);
  }
  const found: RunningProcess[] = [], parents = [root];
  for (let parent = parents.pop(); parent !== undefined; parent = parents.pop()) {
    for (const { pid, startedAt } of children.get(parent) ?? []) {
      parents.push(pid);
      found.push({ pid, runs: async () => (await seen(pid))?.startedAt === startedAt });
    }
  }
  return found;
}
