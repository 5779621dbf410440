/**
 * The processor time of a test's thread: what it takes on a machine where other programs run as well.
 *
 * @module
 */
import process from "node:process";

/** The processor time that this thread has used, in milliseconds; it grows in steps of at most ten. */
export function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
