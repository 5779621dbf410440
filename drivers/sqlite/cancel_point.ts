/**
 * Where work that keeps its thread busy lets a cancel in.
 *
 * @module
 */

/** How long work goes on before it looks, in milliseconds. A look takes 2 to 3 ms: below ten times that it would show. */
const SLICE_MS = 20;

/** Looks for a cancel, from time to time. */
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
   * @throws the signal's reason where one of them was a cancel.
   */
  async pass(): Promise<void> {
    // A timer, as nothing shorter lets standard input be read.
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#signal.throwIfAborted();
    this.#sliceEnd = performance.now() + SLICE_MS;
  }
}
