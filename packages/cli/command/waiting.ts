/**
 * The time that a command has waited, shown while it waits.
 *
 * @module
 */
import type { Output } from "@fluxwire/command";

/** How often the time is shown, in milliseconds; an answer that comes before shows nothing. */
const EVERY_MS = 1_000;

/** Shows on a terminal how long a task takes, and removes the line at its end. */
export async function showWaiting<T>(
  output: Pick<Output, "progress">,
  task: Promise<T>,
  everyMs: number = EVERY_MS,
): Promise<T> {
  const start = performance.now();
  let isShown = false;
  const timer = setInterval(() => {
    isShown = true;
    output.progress(`waiting for the answer for ${((performance.now() - start) / 1_000).toFixed(0)} s; Ctrl+C cancels`);
  }, everyMs);
  try {
    return await task;
  } finally {
    clearInterval(timer);
    if (isShown) output.progress("");
  }
}
