/**
 * How far a search is, for somebody who looks at a terminal.
 *
 * @module
 */
import type { FuzzReport } from "@fluxwire/testing/fuzzing";

/** How often it is shown, in milliseconds. */
const INTERVAL_MS = 200;

const utf8 = new TextEncoder();

/** A line on stderr that is written over; nothing if stderr is no terminal. */
export class Progress {
  readonly #isShown: boolean;
  #lastMs = 0;

  /** @param isQuiet Whether a program reads the output. */
  constructor(isQuiet: boolean) {
    this.#isShown = !isQuiet && Deno.stderr.isTerminal();
  }

  /** Shows the counts, from time to time. */
  show({ ms, runs, requests, findings }: FuzzReport): void {
    if (!this.#isShown || ms - this.#lastMs < INTERVAL_MS) return;
    this.#lastMs = ms;
    const seconds = (ms / 1_000).toFixed(0);
    Deno.stderr.writeSync(
      utf8.encode(`\r\x1b[K${seconds} s, ${runs} connections, ${requests} requests, ${findings.length} findings`),
    );
  }

  /** Takes the line away, before something else is written. */
  clear(): void {
    if (this.#isShown) Deno.stderr.writeSync(utf8.encode("\r\x1b[K"));
  }
}
