/**
 * During which checks a driver's process has ended.
 *
 * @module
 */

/** Knows what runs, and what ran last, when the process ends. */
export class DeathWatch {
  readonly #running = new Set<string>();
  #last: string | null = null;
  #seen: string | null = null;

  /** A check begins. */
  begin(id: string): void {
    this.#running.add(id);
  }

  /** A check has ended. */
  end(id: string): void {
    this.#running.delete(id);
    this.#last = id;
  }

  /** Something looks as if the process has ended: of several such sights the first one counts. */
  see(): void {
    this.#seen ??= this.#now();
  }

  /** What was run when it ended, and nothing is seen any more. */
  take(): string {
    const seen = this.#seen ?? this.#now();
    this.forget();
    return seen;
  }

  /** The process lives: what looked otherwise was none of its ends. */
  forget(): void {
    this.#seen = null;
  }

  /** Which of several it was, only a run of each alone can tell. A check may leave a process that ends behind it. */
  #now(): string {
    const during = [...this.#running].join(" or "), after = this.#last === null ? "" : `right after ${this.#last}`;
    if (during === "") return after;
    return after === "" ? `during ${during}` : `during ${during}, ${after}`;
  }
}
