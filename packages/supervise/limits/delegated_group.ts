/**
 * The control group that is delegated to this process, made ready to have groups below it.
 *
 * @module
 */
import { MARK_VARIABLE } from "../guard/guard.ts";

/** The group below it that this process moves into, because a group with subgroups may have no processes of its own. */
const HOST_GROUP = "fluxwire-host";
/** How often processes are moved out: the next round finds those started in between. */
const MAX_ROUNDS = 5;

/**
 * The group that this process was started in, in the version 2 hierarchy. Needs `--allow-all`: Deno opens `/proc`
 * and `/sys` with nothing less.
 */
export async function delegatedGroup(): Promise<string> {
  const path = groupPath(await Deno.readTextFile("/proc/self/cgroup"));
  for (const mount of ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"]) {
    const root = mount + path;
    if (await Deno.stat(`${root}/cgroup.controllers`).then(() => true, isMissing)) return root;
  }
  throw new Deno.errors.NotFound("there is no cgroup v2 hierarchy");
}

/** The group's path in the text of `/proc/self/cgroup`, also after {@link enableControllers} has moved the process. */
export function groupPath(text: string): string {
  const path = /^0::(\/.*)$/m.exec(text)?.[1] ?? "/";
  return path.replace(new RegExp(`(?:/${HOST_GROUP})?/?$`), "");
}

/** The controllers that a group can give to those below it. */
export async function availableControllers(root: string): Promise<Set<string>> {
  return words(await Deno.readTextFile(`${root}/cgroup.controllers`));
}

/**
 * Lets the groups below have controllers. A group that has processes itself cannot: then this process, and what it has
 * started, moves into one below.
 *
 * @throws {Deno.errors.Busy} if the group has other processes: it is not delegated to this process alone.
 */
export async function enableControllers(root: string, controllers: readonly string[]): Promise<void> {
  const enabled = words(await Deno.readTextFile(`${root}/cgroup.subtree_control`));
  const missing = controllers.filter((controller) => !enabled.has(controller));
  if (missing.length === 0) return;
  for (let round = 0; round <= MAX_ROUNDS; round++) {
    try {
      return await Deno.writeTextFile(`${root}/cgroup.subtree_control`, missing.map((name) => `+${name}`).join(" "));
    } catch (error) {
      if (codeOf(error) !== "EBUSY") throw error;
    }
    await moveOut(root);
  }
  throw new Deno.errors.Busy(`other processes than the host's are in ${root}`);
}

/** Moves this process, and what it has started, into a group below. */
export async function moveOut(root: string): Promise<void> {
  const below = `${root}/${HOST_GROUP}`;
  await Deno.mkdir(below, { recursive: true });
  for (const pid of words(await Deno.readTextFile(`${root}/cgroup.procs`))) {
    if (await isOurs(pid)) await addProcess(below, Number(pid));
  }
}

/** Moves a process into a group; what it starts from then on is in it, too. One that has ended is no error. */
export async function addProcess(group: string, pid: number): Promise<void> {
  try {
    await Deno.writeTextFile(`${group}/cgroup.procs`, `${pid}`);
  } catch (error) {
    if (codeOf(error) !== "ESRCH") throw error;
  }
}

/** Whether a process is this one, descends from it, or was started by a launch and has lost its parent. */
async function isOurs(pid: string): Promise<boolean> {
  if ((await textOf(`/proc/${pid}/environ`)).includes(`${MARK_VARIABLE}=`)) return true;
  for (let ancestor = pid; ancestor !== "0" && ancestor !== "";) {
    if (Number(ancestor) === Deno.pid) return true;
    // The program's name stands in parentheses, and may hold anything.
    ancestor = (await textOf(`/proc/${ancestor}/stat`)).split(") ").at(-1)!.split(" ")[1] ?? "";
  }
  return false;
}

/** A file of `/proc`; empty if its process has ended or belongs to another user. */
async function textOf(path: string): Promise<string> {
  return await Deno.readTextFile(path).catch(() => "");
}

function words(text: string): Set<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ""));
}

function codeOf(error: unknown): unknown {
  return error instanceof Error ? (error as { code?: string }).code : undefined;
}

function isMissing(error: unknown): false {
  if (error instanceof Deno.errors.NotFound) return false;
  throw error;
}
