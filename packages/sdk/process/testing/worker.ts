/**
 * A program for tests: says that it is ready, and does what each request says.
 *
 * @module
 */
import { CancelledError, sendEnd, serveRequests } from "@fluxwire/sdk/process/child";

/** What the program does. */
export type Work =
  | { readonly do: "echo"; readonly text: string }
  | { readonly do: "rows"; readonly count: number; readonly length: number }
  | { readonly do: "checked" | "blocked" | "exit" };

if (import.meta.main) {
  sendEnd({ ready: true });
  serveRequests<Work>(({ check, sendRows }) => (work) => {
    try {
      if (work.do === "echo") return { end: { text: work.text } };
      if (work.do === "exit") Deno.exit(3);
      if (work.do === "rows") {
        for (let i = 0; i < work.count; i++) sendRows(new Uint8Array(work.length).fill(i));
        return { end: {} };
      }
      sendRows(Uint8Array.of(1));
      sendRows(new Uint8Array(100_000));
      for (;;) if (work.do === "checked") check();
    } catch (error) {
      return { failure: { isCancelled: error instanceof CancelledError } };
    }
  });
}
