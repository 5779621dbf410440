/**
 * Waits in tests until something has happened.
 *
 * @module
 */

/** What waits. */
export class Watchers {
  readonly #waiting = new Set<() => void>();

  /** Lets all that wait look again. */
  wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }

  /** Resolves when a condition holds, which is looked at after each {@link wake}. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }
}
