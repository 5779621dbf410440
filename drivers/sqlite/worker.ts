/**
 * The program that owns one database: serves the statement driver over its standard input and output.
 *
 * @module
 */

/** Where this program is. Whoever starts it imports it too, so that it is in Deno's cache with the driver. */
export const WORKER: string = import.meta.url;

if (import.meta.main) {
  const [{ createLog, serve }, { PipeListener, PipeTransport }, { watchParent }, { statementDriver }] = await Promise
    .all([
      import("jsr:@fluxwire/sdk@^0.1.0"),
      import("./child_pipe.ts"),
      import("./parent_watch.ts"),
      import("./statement_driver.ts"),
    ]);
  watchParent();
  const pipe = new PipeTransport(Deno.stdin.readable, Deno.stdout.writable);
  await using serving = await serve(statementDriver, { socket: new PipeListener(pipe), log: createLog("error") });
  await pipe.ended;
  await serving.close();
  Deno.exit(0);
}
