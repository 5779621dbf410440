/**
 * Many short lines of output with few writes.
 *
 * @module
 */
import type { Output } from "./output.ts";

const BATCH_CHARACTERS = 65_536;

/** Collects lines and writes them in large pieces. */
export class LineWriter implements Disposable {
  readonly #output: Output;
  #batch = "";

  constructor(output: Output) {
    this.#output = output;
  }

  /** Writes a line, sooner or later. */
  line(text: string): void {
    this.#batch += `${text}\n`;
    if (this.#batch.length >= BATCH_CHARACTERS) this.flush();
  }

  /** Writes what was collected. */
  flush(): void {
    const batch = this.#batch;
    this.#batch = "";
    if (batch !== "") this.#output.write(batch);
  }

  /** As {@link flush}. */
  [Symbol.dispose](): void {
    this.flush();
  }
}
