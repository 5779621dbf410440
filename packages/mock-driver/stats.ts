/**
 * What went through a mock driver: counters for tests that compare them with their own.
 *
 * @module
 */

/** Counters by name. */
type Counters = Record<string, number>;

/** Counts what passes on every connection, on the wire's side of all faults. */
export class Stats {
  #connections = 0;
  #frames = { in: 0, out: 0 };
  #bytes = { in: 0, out: 0 };
  #answered = 0;
  readonly #requests: Counters = {};
  readonly #answers: Counters = {};
  readonly #faults: Counters = {};

  /** Counts a connection that was accepted. */
  connected(): void {
    this.#connections++;
  }

  /** Counts bytes that arrived or left. */
  bytes(direction: "in" | "out", count: number): void {
    this.#bytes[direction] += count;
  }

  /** Counts a request by its name; `unreadable` where it has none. */
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

  /** Counts a fault that had its effect once more. */
  fault(name: string): void {
    count(this.#faults, name);
  }

  /** Answers of all kinds. */
  get answered(): number {
    return this.#answered;
  }

  /** Every counter, as `--stats` writes it. */
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
