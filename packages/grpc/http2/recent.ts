/**
 * The streams that this end has reset, and on which the peer may still be sending.
 *
 * @module
 */

/** How many are remembered: more than any peer has under way. */
const REMEMBERED = 1_024;

/** The most recent numbers of a set. */
export class Recent {
  readonly #known = new Set<number>();

  /** Adds a number, and forgets the oldest one of too many. */
  add(id: number): void {
    this.#known.add(id);
    if (this.#known.size > REMEMBERED) {
      for (const oldest of this.#known) {
        this.#known.delete(oldest);
        break;
      }
    }
  }

  /** Whether a number is among them. */
  has(id: number): boolean {
    return this.#known.has(id);
  }
}
