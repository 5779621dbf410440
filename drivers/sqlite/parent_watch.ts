/**
 * Ends the database's process when the driver is gone, also while SQLite keeps its thread busy.
 *
 * @module
 */

/** How often the parent is looked at, in milliseconds: the change of parent is no event. */
const INTERVAL_MS = 500;

/** What the watching thread runs. It is text because a file would need a permission to be read. */
const PROGRAM = `
  const parent = Deno.ppid;
  setInterval(() => Deno.ppid === parent || Deno.kill(Deno.pid, "SIGKILL"), ${INTERVAL_MS});
`;

/** Starts to watch. */
export function watchParent(): void {
  new Worker(`data:text/javascript,${encodeURIComponent(PROGRAM)}`, { type: "module" });
}
