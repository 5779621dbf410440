/**
 * The progress of a search, on a terminal.
 *
 * @module
 */
import { counted } from "@fluxwire/command";
import type { FuzzReport } from "@fluxwire/testing/fuzzing";

/** How often it is shown, in milliseconds. */
const INTERVAL_MS = 200;

const utf8 = new TextEncoder();

/** A line on stderr that is updated in place; nothing is written if stderr is not a terminal. */
export class Progress {
  readonly #isShown: boolean;
  #lastMs = 0;

  /** @param isQuiet Whether to write nothing, because a program reads the output. */
  constructor(isQuiet: boolean) {
    this.#isShown = !isQuiet && Deno.stderr.isTerminal();
  }

  /** Shows the counts, at most once per interval. */
  show({ ms, runs, requests, findings }: FuzzReport): void {
    if (!this.#isShown || ms - this.#lastMs < INTERVAL_MS) return;
    this.#lastMs = ms;
    const seconds = (ms / 1_000).toFixed(0);
    Deno.stderr.writeSync(
      utf8.encode(
        `\r\x1b[K${seconds} s, ${counted(runs, "connection")}, ${counted(requests, "request")}, ${
          counted(findings.length, "finding")
        }`,
      ),
    );
  }

  /** Clears the line, before other output. */
  clear(): void {
    if (this.#isShown) Deno.stderr.writeSync(utf8.encode("\r\x1b[K"));
  }
}
