/**
 * Limits a running process: by a control group of the kernel, else by a watchdog. Reports which.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import { wasKilledForMemory } from "../failure/kernel_log.ts";
import type { LimitedProcess, LimitName, LimitsStatus, LimitStatus, ProcessLimits, Violation } from "./limit_status.ts";
import { because, ControlGroup, type GroupResult } from "./cgroup.ts";
import { delegatedGroup } from "./delegated_group.ts";
import { Watchdog } from "./watchdog.ts";

/** The oldest list of processes that proves that processes can be listed, in milliseconds. */
const MAX_AGE_MS = 1_000;

/** How limits are kept. */
export interface LimitOptions {
  /** The service, for the name of its control group. */
  service: string;
  /** What it may use. */
  limits: ProcessLimits;
  /** Called once when the watchdog finds a limit exceeded: the service should then be stopped. */
  onViolation: (violation: Violation) => void;
  /**
   * The control group to make groups in; null for that of this process.
   *
   * @default {null}
   */
  cgroupRoot?: string | null;
  /**
   * How often the watchdog looks, in milliseconds.
   *
   * @default {1000}
   */
  intervalMs?: number;
  /**
   * Sets the watchdog's timers.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/** The limits of a service that runs. To be released after the service has been stopped. */
export class AppliedLimits {
  readonly #process: LimitedProcess;
  readonly #group: ControlGroup | null;
  readonly #watchdog: Watchdog | null;
  readonly #limits: ProcessLimits;
  #violation: Violation | null = null;
  /** Who keeps each limit. */
  readonly status: LimitsStatus;

  private constructor(
    process: LimitedProcess,
    group: ControlGroup | null,
    status: LimitsStatus,
    { limits, onViolation, intervalMs = 1_000, clock = SYSTEM_CLOCK }: LimitOptions,
  ) {
    this.#process = process;
    this.#group = group;
    this.#limits = limits;
    this.status = status;
    const watched = watchedLimits(limits, this.status);
    this.#watchdog = Object.keys(watched).length === 0 ? null : new Watchdog({
      process,
      limits: watched,
      intervalMs,
      clock,
      onViolation: (violation) => onViolation(this.#violation = violation),
    });
  }

  /** Limits a process and what it has started so far. Never rejects: {@link status} reports what is not enforced. */
  static async apply(process: LimitedProcess, options: LimitOptions): Promise<AppliedLimits> {
    const { group, refused } = await groupWith(process, options);
    // A list that is late now comes later.
    const canWatch = refused.size > 0 &&
      (await process.processes(MAX_AGE_MS) !== null || process.sight === "blind");
    return new AppliedLimits(process, group, statusOf(options.limits, refused, canWatch), options);
  }

  /**
   * The limit, or lack of memory, that ended the service; null if neither did. Call it before
   * {@link release}.
   */
  async causeOfEnd(status: Deno.CommandStatus): Promise<Violation | null> {
    if (this.#violation !== null) return this.#violation;
    if (this.#group !== null) return await this.#groupCause(this.#group);
    if (status.signal !== "SIGKILL" || !await wasKilledForMemory(this.#process.pid)) return null;
    return {
      code: "KernelOutOfMemory",
      enforcement: "watchdog",
      text: "The kernel's log says it was killed for memory",
    };
  }

  /** Stops watching, and removes the control group with every process in it. */
  async release(): Promise<void> {
    await this.#watchdog?.stop();
    await this.#group?.kill();
    await this.#group?.remove();
  }

  async #groupCause(group: ControlGroup): Promise<Violation | null> {
    const { memoryLimit, oomKills, processLimit } = await group.events();
    const { memoryBytes, maxProcesses } = this.#limits;
    if (oomKills > 0 && memoryLimit > 0) {
      const text = `It needed more memory than memoryBytes ${memoryBytes}, and the kernel has killed it`;
      return { code: "MemoryLimit", enforcement: "cgroup", text };
    }
    if (oomKills > 0) {
      const text = "The machine had no memory left, and the kernel has killed it";
      return { code: "KernelOutOfMemory", enforcement: "cgroup", text };
    }
    if (processLimit === 0) return null;
    const text = `It wanted more processes and threads than maxProcesses ${maxProcesses}`;
    return { code: "ProcessLimit", enforcement: "cgroup", text };
  }
}

async function groupWith(process: LimitedProcess, options: LimitOptions): Promise<GroupResult> {
  const { limits, service, cgroupRoot = null } = options;
  const refuseAll = (reason: string) => new Map(namesOf(limits).map((name) => [name, reason]));
  if (namesOf(limits).length === 0) return { group: null, refused: new Map() };
  if (Deno.build.os !== "linux") return { group: null, refused: refuseAll("control groups are Linux's") };
  try {
    const result = await ControlGroup.create(cgroupRoot ?? await delegatedGroup(), service, limits);
    if (result.group !== null) await addTree(result.group, process);
    return result;
  } catch (error) {
    return { group: null, refused: refuseAll(because(error)) };
  }
}

/** Moves every process of the tree, and looks again for those started in between. */
async function addTree(group: ControlGroup, process: LimitedProcess): Promise<void> {
  const added = new Set<number>();
  try {
    for (let pids = [process.pid]; pids.length > 0;) {
      for (const pid of pids) await group.add(pid);
      pids.forEach((pid) => added.add(pid));
      pids = (await process.processes() ?? []).map(({ pid }) => pid).filter((pid) => !added.has(pid));
    }
  } catch (error) {
    await group.remove();
    throw error;
  }
}

function namesOf(limits: ProcessLimits): LimitName[] {
  return (Object.keys(limits) as LimitName[]).filter((name) => limits[name] !== undefined);
}

function statusOf(
  limits: ProcessLimits,
  refused: ReadonlyMap<LimitName, string>,
  canWatch: boolean,
): LimitsStatus {
  return Object.fromEntries(
    namesOf(limits).map((name): [LimitName, LimitStatus] => {
      const reason = refused.get(name) ?? null;
      const fallback = canWatch && name !== "cpuPercent" ? "watchdog" : "none";
      return [name, { limit: limits[name]!, enforcement: reason === null ? "cgroup" : fallback, reason }];
    }),
  );
}

function watchedLimits(limits: ProcessLimits, status: LimitsStatus): ProcessLimits {
  const names = namesOf(limits).filter((name) => status[name]?.enforcement === "watchdog");
  return Object.fromEntries(names.map((name) => [name, limits[name]]));
}
