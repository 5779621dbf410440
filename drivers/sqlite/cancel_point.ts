/**
 * Lets cancels interrupt work that keeps its thread busy.
 *
 * @module
 */

/** How long work runs between checks, in milliseconds. A check takes 2 to 3 ms, so frequent checks would be slow. */
const SLICE_MS = 20;

/** Checks for a cancel from time to time. */
export class CancelPoint {
  readonly #signal: AbortSignal;
  #sliceEnd = performance.now() + SLICE_MS;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether it is time to {@link pass}. */
  get isDue(): boolean {
    return performance.now() >= this.#sliceEnd;
  }

  /**
   * Lets requests be read.
   *
   * @throws the signal's reason if one of them was a cancel.
   */
  async pass(): Promise<void> {
    // A timer, because shorter pauses do not let standard input be read.
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#signal.throwIfAborted();
    this.#sliceEnd = performance.now() + SLICE_MS;
  }
}
