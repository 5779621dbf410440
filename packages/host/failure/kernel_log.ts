/**
 * What the kernel's log says about a process that was killed: only there stands that memory had run out.
 *
 * @module
 */

import { mayRun } from "./permitted.ts";

/** How long reading the log may take, in milliseconds. */
const TIMEOUT_MS = 1_000;

/** Whether the kernel's log says that it killed a process for want of memory. */
export function saysOutOfMemory(log: string, pid: number): boolean {
  return new RegExp(`out of memory: Kill(?:ed)? process ${pid}\\b`, "i").test(log);
}

/** Asks the kernel's log, as far as it may be read; false where it may not. */
export async function wasKilledForMemory(pid: number): Promise<boolean> {
  if (Deno.build.os !== "linux" || !mayRun("dmesg")) return false;
  try {
    const { stdout } = await new Deno.Command("dmesg", {
      stdin: "null",
      stderr: "null",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).output();
    return saysOutOfMemory(new TextDecoder().decode(stdout), pid);
  } catch {
    // There is no dmesg, or it hangs: the cause stays open.
    return false;
  }
}
