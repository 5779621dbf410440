/**
 * The latest lines of a log, as long as the page is open.
 *
 * @module
 */
import { type LogLine, logLineOf } from "@fluxwire/console/api";
import { counted } from "../list/counted.ts";
import { type ReadonlySignal, type Signal, signal } from "../signals.ts";

/** How many lines are kept. */
const MAX_LINES = 5_000;

/** A log. */
export class KeptLog {
  readonly #lines: Signal<readonly LogLine[]> = signal([]);

  /** The lines, oldest first. */
  get lines(): ReadonlySignal<readonly LogLine[]> {
    return this.#lines;
  }

  /** Takes lines of a stream; a line says how many the server no longer had before them. */
  take(lines: readonly string[], missed: number): void {
    const gap: LogLine[] = missed === 0
      ? []
      : [{ time: null, from: "console", level: "warn", text: `Missing here: ${counted(missed, "line")}` }];
    this.#lines.value = [...this.#lines.value, ...gap, ...lines.map(logLineOf)].slice(-MAX_LINES);
  }

  /** Forgets all lines. */
  clear(): void {
    this.#lines.value = [];
  }
}
