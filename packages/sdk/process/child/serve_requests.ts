/**
 * The loop of a process that blocks.
 *
 * @module
 */
import { readRequest, sendEnd, sendFailure, sendRows } from "./pipes.ts";
import { Watcher } from "./watcher.ts";

/** What a request can use while it runs. */
export interface Call {
  /**
   * Checks for a cancel, at next to no cost: call this between any two steps.
   *
   * @throws {CancelledError} when the request was cancelled.
   */
  check(): void;
  /** Sends bytes of rows, at the latest with the end of the request. */
  sendRows(bytes: Uint8Array): void;
}

/** The answer to a request: its end or its failure, as plain data. */
export type Answer = { readonly end: object } | { readonly failure: object };

/**
 * Serves requests, one after the other, until the driver closes the pipe. The process ends itself within half a second
 * after its driver has ended, also while a request runs.
 *
 * @param prepare Called once; returns what answers a request, and does not throw.
 */
export function serveRequests<Q>(prepare: (call: Call) => (request: Q) => Answer): void {
  const watcher = new Watcher();
  watcher.start();
  const answer = prepare({ check: () => watcher.check(), sendRows });
  for (let received = readRequest<Q>(); received !== null; received = readRequest<Q>()) {
    watcher.begin(received.isCancelled);
    const said = answer(received.request);
    if ("end" in said) sendEnd(said.end, watcher.isWatching);
    else sendFailure(said.failure, watcher.isWatching);
    watcher.end();
  }
}
