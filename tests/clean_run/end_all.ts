/**
 * Ends a command with all that it has started, also what has left its group of processes.
 *
 * @module
 */
import { processesBelow, type RunningProcess } from "./process_tree.ts";
import { pidsAtHome } from "./left_behind.ts";

/** How long the command may take to end what it has started itself, in milliseconds. */
const PATIENCE_MS = 10_000;
/** How often it is looked whether killed processes are gone, in milliseconds. */
const POLL_MS = 20;

/**
 * Sends a command the signal, and kills what is left of it and of its children afterwards. Resolves when none runs.
 *
 * @param home The folder that the environment of its children names as their home.
 */
export async function endAll(child: Deno.ChildProcess, home: string, signal: Deno.Signal): Promise<void> {
  const below = await processesBelow(child.pid);
  kill(child.pid, signal);
  const patience = setTimeout(() => kill(child.pid, "SIGKILL"), PATIENCE_MS);
  await child.status;
  clearTimeout(patience);
  for (;;) {
    const alive = await Promise.all(below.map(async (one: RunningProcess) => await one.runs() ? [one.pid] : []));
    const left = new Set([...alive.flat(), ...await pidsAtHome(home)]);
    if (left.size === 0) return;
    for (const pid of left) kill(pid, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function kill(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch {
    // It has ended.
  }
}
