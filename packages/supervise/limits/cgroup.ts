/**
 * A control group of the kernel's (version 2) for one service: a folder of small files.
 *
 * @module
 */
import type { LimitName, ProcessLimits } from "./limit_status.ts";
import { addProcess, availableControllers, enableControllers } from "./delegated_group.ts";

/** Which controller keeps a limit, and what is written where. */
const CONTROLLERS: Readonly<Record<LimitName, { controller: string; file: string; text: (limit: number) => string }>> =
  {
    memoryBytes: { controller: "memory", file: "memory.max", text: (bytes) => `${bytes}` },
    cpuPercent: { controller: "cpu", file: "cpu.max", text: (percent) => `${Math.round(percent * 1_000)} 100000` },
    maxProcesses: { controller: "pids", file: "pids.max", text: (count) => `${count}` },
  };

/** The prefix of every group that a host makes. */
const PREFIX = "fluxwire-";
/** How often removing a group is tried: it is busy until the kernel has put its processes away. */
const REMOVE_ATTEMPTS = 20;
const REMOVE_PAUSE_MS = 10;

/** What has happened in a group since it was made. */
export interface GroupEvents {
  /** How often memory was wanted beyond the group's limit, and none could be freed. */
  memoryLimit: number;
  /** How many processes the kernel has killed for memory, the group's or the machine's. */
  oomKills: number;
  /** How often a process was not made because of the group's limit. */
  processLimit: number;
}

/** A group, and why it does not keep some of the limits. */
export interface GroupResult {
  /** The group; null if it would enforce nothing. */
  group: ControlGroup | null;
  /** The limits that it does not keep, each with the reason. */
  refused: ReadonlyMap<LimitName, string>;
}

/** The groups that this process has made and not removed: one that is empty still may be about to get its process. */
const inUse = new Set<string>();

/** A group that exists. It must be removed. */
export class ControlGroup {
  /** Its folder. */
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Makes a group with the limits that the kernel accepts. Never rejects.
   *
   * @param root The group below which it is made: one that is delegated to us.
   * @param name The service; its letters, digits and hyphens become part of the folder's name.
   */
  static async create(root: string, name: string, limits: ProcessLimits): Promise<GroupResult> {
    const wanted = (Object.keys(CONTROLLERS) as LimitName[]).filter((limit) => limits[limit] !== undefined);
    const refused = new Map<LimitName, string>();
    const refuse = (limit: LimitName, reason: string) => refused.set(limit, reason);
    try {
      const available = await availableControllers(root);
      for (const limit of wanted) {
        const { controller } = CONTROLLERS[limit];
        if (!available.has(controller)) refuse(limit, `the controller ${controller} is not delegated to ${root}`);
      }
      const kept = wanted.filter((limit) => !refused.has(limit));
      if (kept.length === 0) return { group: null, refused };
      await enableControllers(root, kept.map((limit) => CONTROLLERS[limit].controller));
      await removeEmpty(root);
      const group = new ControlGroup(`${root}/${PREFIX}${folderName(name)}`);
      inUse.add(group.path);
      await Deno.mkdir(group.path);
      for (const limit of kept) {
        await group.#limit(limit, limits[limit]!).catch((error) => refuse(limit, because(error)));
      }
      if (kept.some((limit) => !refused.has(limit))) return { group, refused };
      await group.remove();
    } catch (error) {
      for (const limit of wanted) if (!refused.has(limit)) refuse(limit, because(error));
    }
    return { group: null, refused };
  }

  /** Moves a process into the group; what it starts from then on is in it, too. One that has ended is no error. */
  async add(pid: number): Promise<void> {
    await addProcess(this.path, pid);
  }

  /** What has happened in it. */
  async events(): Promise<GroupEvents> {
    const [memory, pids] = await Promise.all([this.#counts("memory.events"), this.#counts("pids.events")]);
    return {
      memoryLimit: memory.get("oom") ?? 0,
      oomKills: memory.get("oom_kill") ?? 0,
      processLimit: pids.get("max") ?? 0,
    };
  }

  /** Kills all its processes at once; does nothing before Linux 5.14. */
  async kill(): Promise<void> {
    await Deno.writeTextFile(`${this.path}/cgroup.kill`, "1").catch(() => {});
  }

  /** Removes it; false if it still has processes. Making the next group then removes it. */
  async remove(): Promise<boolean> {
    inUse.delete(this.path);
    for (let attempt = 0; attempt < REMOVE_ATTEMPTS; attempt++) {
      try {
        await Deno.remove(this.path);
        return true;
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return true;
        await new Promise((resolve) => setTimeout(resolve, REMOVE_PAUSE_MS));
      }
    }
    return false;
  }

  async #limit(limit: LimitName, value: number): Promise<void> {
    const { file, text } = CONTROLLERS[limit];
    await Deno.writeTextFile(`${this.path}/${file}`, text(value));
    if (limit !== "memoryBytes") return;
    // The group dies as a whole, and does not escape into swap; kernels without either file limit as well as they can.
    await Deno.writeTextFile(`${this.path}/memory.oom.group`, "1").catch(() => {});
    await Deno.writeTextFile(`${this.path}/memory.swap.max`, "0").catch(() => {});
  }

  async #counts(file: string): Promise<Map<string, number>> {
    const text = await Deno.readTextFile(`${this.path}/${file}`).catch(() => "");
    return new Map(
      text.trim().split("\n").map((line) => {
        const [name, count] = line.split(" ");
        return [name!, Number(count)];
      }),
    );
  }
}

/** Why a group is not there, in words. */
export function because(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) return "Deno opens control groups only with --allow-all";
  return error instanceof Error ? error.message : String(error);
}

/** Removes groups of hosts that were killed; the kernel refuses for those that have processes. */
async function removeEmpty(root: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(root)) {
    const path = `${root}/${name}`;
    if (isDirectory && name.startsWith(PREFIX) && !inUse.has(path)) await Deno.remove(path).catch(() => {});
  }
}

function folderName(name: string): string {
  return `${name.replaceAll(/[^A-Za-z0-9]+/g, "-").slice(0, 40)}-${crypto.randomUUID().slice(0, 8)}`;
}
