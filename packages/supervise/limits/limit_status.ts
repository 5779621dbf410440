/**
 * What is known of a service's limits: what enforces each, and what happens when one is reached.
 *
 * @module
 */
import type { TreeProcess } from "../guard/tree.ts";

/** What a program may use; what is missing is not limited. */
export interface ProcessLimits {
  /** Memory of all its processes, in bytes. */
  memoryBytes?: number;
  /** Processor time of all its processes, in percent of one core: 150 is a core and a half. */
  cpuPercent?: number;
  /** How many processes and threads it may have. */
  maxProcesses?: number;
}

/** What enforces a limit: the kernel, a look at the processes every second, or nothing. */
export type Enforcement = "cgroup" | "watchdog" | "none";

/** The name of a limit. */
export type LimitName = keyof ProcessLimits;

/** One limit of a service that runs. */
export interface LimitStatus {
  /** The limit itself, in the unit of its name. */
  limit: number;
  /** What enforces it. */
  enforcement: Enforcement;
  /** Why it is not the kernel, as a sentence; null if it is. */
  reason: string | null;
}

/** The limits that a service has. */
export type LimitsStatus = Readonly<Partial<Record<LimitName, LimitStatus>>>;

/** What a service has done, or what was done to it. */
export type ViolationCode =
  /** It needed more memory than `memoryBytes`: the kernel has killed it, or the watchdog has seen it. */
  | "MemoryLimit"
  /** It has, or wanted, more processes and threads than `maxProcesses`. */
  | "ProcessLimit"
  /** The machine had no memory left, and the kernel chose the service. */
  | "KernelOutOfMemory";

/** A limit that was reached. */
export interface Violation {
  /** Which. */
  code: ViolationCode;
  /** Who has seen it. */
  enforcement: Exclude<Enforcement, "none">;
  /** What happened, as a sentence: the value and the limit. */
  text: string;
}

/** The part of a process that limits need. */
export interface LimitedProcess {
  /** Its id. */
  readonly pid: number;
  /** Whether its processes can be seen: not `blind` while their list is late, nor `none` if the system has no such list. */
  readonly sight: "clear" | "blind" | "none";
  /** The process and all that it has started; null if unknown. */
  processes(maxAgeMs?: number): Promise<TreeProcess[] | null>;
}
