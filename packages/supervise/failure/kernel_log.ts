/**
 * The kernel's log about killed processes: nothing else shows that memory had run out.
 *
 * @module
 */
import { shellOutput } from "./system_output.ts";

/** How long reading the log may take, in milliseconds. */
const TIMEOUT_MS = 1_000;
/** How far the log's times may be from ours, in seconds: it counts from the same start, not by the same clock. */
const CLOCK_TOLERANCE_S = 1;
/** Prints the seconds since the machine's start, then the log. */
const SCRIPT = "cat /proc/uptime && dmesg";

/**
 * Whether the kernel's log says that it killed a process because memory had run out.
 *
 * @param log The seconds since the machine's start, as `/proc/uptime` has them, then the log's lines.
 * @param wrapperAgeMs How long ago it was started, if it is a shell whose child was killed: nothing is known of that
 * child, so any process killed since counts. Null if it was killed itself.
 */
export function saysOutOfMemory(log: string, pid: number, wrapperAgeMs: number | null = null): boolean {
  const since = parseFloat(log) - (wrapperAgeMs ?? 0) / 1000 - CLOCK_TOLERANCE_S;
  const kills = log.matchAll(/^\[ *([\d.]+)\].*out of memory: Kill(?:ed)? process (\d+)\b/gim);
  return [...kills].some(([, at, killed]) => wrapperAgeMs === null ? Number(killed) === pid : Number(at) >= since);
}

/** Asks the kernel's log as {@link saysOutOfMemory} does, if it may be read; false otherwise. */
export async function wasKilledForMemory(pid: number, wrapperAgeMs: number | null = null): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  const log = await shellOutput(SCRIPT, [], TIMEOUT_MS);
  return log !== null && saysOutOfMemory(log, pid, wrapperAgeMs);
}
