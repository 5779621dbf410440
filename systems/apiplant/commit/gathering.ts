/** Whether it pays to wait for requests that have arrived at the same moment. */

/** After so many groups of one change, gathering is left out. */
const LONELY = 8;
/** How many groups it is then left out for, before it is tried again. */
const LEFT_OUT = 64;

/** Learns from the groups: a client that sends one change after the other would only wait. */
export class Gathering {
  #lonely = 0;
  #leftOut = 0;

  /** Whether the next group is gathered. */
  next(): boolean {
    if (this.#lonely < LONELY) return true;
    if (++this.#leftOut < LEFT_OUT) return false;
    this.#leftOut = 0;
    return true;
  }

  /** Takes how many changes a group had that was gathered. */
  gathered(changes: number): void {
    this.#lonely = changes > 1 ? 0 : this.#lonely + 1;
  }
}
