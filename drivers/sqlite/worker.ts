/**
 * The program that owns one database: serves the statement driver over its standard input and output.
 *
 * @module
 */

/** The address of this program. The driver imports it, so that Deno caches both together. */
export const WORKER: string = import.meta.url;

if (import.meta.main) {
  const [
    { createLog, serve },
    { PROCESS_LIMITS },
    { PipeListener, PipeTransport },
    { watchParent },
    { statementDriver },
  ] = await Promise
    .all([
      import("@fluxwire/sdk"),
      import("./beside_statement.ts"),
      import("./child_pipe.ts"),
      import("./parent_watch.ts"),
      import("./statement_driver.ts"),
    ]);
  watchParent();
  const pipe = new PipeTransport(Deno.stdin.readable, Deno.stdout.writable);
  const socket = new PipeListener(pipe);
  await using serving = await serve(statementDriver, { socket, log: createLog("error"), limits: PROCESS_LIMITS });
  await pipe.ended;
  await serving.close();
  Deno.exit(0);
}
