/**
 * Ends the database's process when the driver has ended, even while SQLite keeps its thread busy.
 *
 * @module
 */

/** How often the parent process is checked, in milliseconds: systems send no event when it ends. */
const INTERVAL_MS = 500;

/** The code of the watching thread. It is a text because a file would need a permission to be read. */
const PROGRAM = `
  const parent = Deno.ppid;
  setInterval(() => Deno.ppid === parent || Deno.kill(Deno.pid, "SIGKILL"), ${INTERVAL_MS});
`;

/** Starts to watch. */
export function watchParent(): void {
  new Worker(`data:text/javascript,${encodeURIComponent(PROGRAM)}`, { type: "module" });
}
