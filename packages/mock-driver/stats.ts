/**
 * Counters of a mock driver's traffic, for tests that compare them with their own.
 *
 * @module
 */

/** Counters by name. */
type Counters = Record<string, number>;

/** Counts the traffic of every connection, as it is on the wire, faults included. */
export class Stats {
  #connections = 0;
  #frames = { in: 0, out: 0 };
  #bytes = { in: 0, out: 0 };
  #answered = 0;
  readonly #requests: Counters = {};
  readonly #answers: Counters = {};
  readonly #faults: Counters = {};

  /** Counts an accepted connection. */
  connected(): void {
    this.#connections++;
  }

  /** Counts received or sent bytes. */
  bytes(direction: "in" | "out", count: number): void {
    this.#bytes[direction] += count;
  }

  /** Counts a request by its name; `unreadable` if it has none. */
  request(name: string): void {
    this.#frames.in++;
    count(this.#requests, name);
  }

  /** Counts an answer by its kind. */
  answer(name: string): void {
    this.#answered++;
    this.#frames.out++;
    count(this.#answers, name);
  }

  /** Counts an effect of a fault. */
  fault(name: string): void {
    count(this.#faults, name);
  }

  /** Answers of all kinds. */
  get answered(): number {
    return this.#answered;
  }

  /** Every counter, in the form of `--stats`. */
  toJSON(): object {
    return {
      connections: this.#connections,
      frames: this.#frames,
      bytes: this.#bytes,
      requests: this.#requests,
      answers: this.#answers,
      faults: this.#faults,
    };
  }
}

function count(counters: Counters, name: string): void {
  counters[name] = (counters[name] ?? 0) + 1;
}
