/**
 * Whether a host can see the processes of its services: it needs a shell, and Linux's /proc.
 *
 * @module
 */
import { type Finding, fine, trouble } from "./finding.ts";
import { outputOf } from "./machine.ts";

/**
 * The finding about the list of processes.
 *
 * @param isSeen Whether a shell has read it.
 * @param os The system.
 */
export function processListFinding(isSeen: boolean, os: typeof Deno.build.os): Finding {
  if (isSeen) return fine("process-list", null, "the processes of services can be seen");
  const message = "a host here neither limits nor stops processes that leave the process group of their service";
  if (os !== "linux") {
    return trouble("process-list", "note", {
      message: `${message}: ${os} has no /proc`,
      remedy: "see docs/operate.md, Systems without /proc",
    });
  }
  return trouble("process-list", "warning", {
    message: `${message}: no shell can read /proc`,
    remedy: "mount /proc, install sh, and permit it: --allow-run=sh",
  });
}

/** Whether a shell can read what a host's guard reads. */
export async function canListProcesses(): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  return await outputOf("sh", ["-c", 'read -r _ <"/proc/$PPID/statm" && echo seen']) !== null;
}
