/**
 * What is known of a service's limits: who enforces each, and what happens where one is reached.
 *
 * @module
 */
import type { TreeProcess } from "../guard/tree.ts";
import type { ServiceLimits } from "../service.ts";

/** Who keeps a limit: the kernel, a look at the processes every second, or nobody. */
export type Enforcement = "cgroup" | "watchdog" | "none";

/** The name of a limit. */
export type LimitName = keyof ServiceLimits;

/** One limit of a service that runs. */
export interface LimitStatus {
  /** The limit itself, in the unit of its name. */
  limit: number;
  /** Who keeps it. */
  enforcement: Enforcement;
  /** Why it is not the kernel, as a sentence; null where it is. */
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

/** A process with all that it has started, as far as limits go. */
export interface LimitedProcess {
  /** Its id. */
  readonly pid: number;
  /** It and what it has started; null where nobody can tell. */
  processes(maxAgeMs?: number): Promise<TreeProcess[] | null>;
}
