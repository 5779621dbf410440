/**
 * The progress of a measurement, on a terminal.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import { oneLine, type Sink } from "@fluxwire/command";
import type { Tally } from "./tally.ts";

const INTERVAL_MS = 500;
/** Returns to the start of the line and clears it. */
const CLEAR_LINE = "\r\x1b[K";

/** A line on a terminal that is updated in place; without a terminal nothing is written. */
export class Progress implements Disposable {
  readonly #sink: Sink | null;
  readonly #clock: Clock;
  #timer: unknown = undefined;

  /** @param sink The output, used if it is a terminal; null for none. */
  constructor(sink: Sink | null, clock: Clock = SYSTEM_CLOCK) {
    this.#sink = sink?.isTerminal() ? sink : null;
    this.#clock = clock;
  }

  /** Starts showing a measurement. */
  begin(name: string, tally: Pick<Tally, "answered" | "failed">, durationMs: number): void {
    if (this.#sink === null) return;
    const start = this.#clock.now();
    const show = () => {
      const seconds = Math.floor((this.#clock.now() - start) / 1_000);
      const errors = tally.failed === 0 ? "" : `, ${tally.failed} failed`;
      this.#write(
        `${CLEAR_LINE}${oneLine(name)}: ${seconds} s of ${durationMs / 1_000} s, ${tally.answered} answers${errors}`,
      );
      this.#timer = this.#clock.setTimeout(show, INTERVAL_MS);
    };
    show();
  }

  /** Clears the line. */
  end(): void {
    if (this.#timer === undefined) return;
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#write(CLEAR_LINE);
  }

  /** As {@link end}. */
  [Symbol.dispose](): void {
    this.end();
  }

  #write(text: string): void {
    this.#sink?.writeSync(new TextEncoder().encode(text));
  }
}
