/**
 * How far a measurement is, for whoever looks at a terminal.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import { oneLine } from "../command/one_line.ts";
import type { Sink } from "../command/output.ts";
import type { Tally } from "./tally.ts";

const INTERVAL_MS = 500;
/** Back to the begin of the line, and what stands there goes. */
const CLEAR_LINE = "\r\x1b[K";

/** One line on a terminal that is written again and again; nothing if there is no terminal. */
export class Progress implements Disposable {
  readonly #sink: Sink | null;
  readonly #clock: Clock;
  #timer: unknown = undefined;

  /** @param sink Where it is shown if that is a terminal; null for nowhere. */
  constructor(sink: Sink | null, clock: Clock = SYSTEM_CLOCK) {
    this.#sink = sink?.isTerminal() ? sink : null;
    this.#clock = clock;
  }

  /** Shows a measurement from now on. */
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

  /** Takes the line away. */
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
