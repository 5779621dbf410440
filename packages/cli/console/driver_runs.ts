/**
 * Runs of a driver, one at a time: each is a stream that ends, and can be cancelled.
 *
 * @module
 */
import { errorJsonOf, LineRing } from "@fluxwire/console";
import { UsageError } from "@fluxwire/command";

/** How many runs are kept; the oldest that has ended goes. */
const MAX_RUNS = 16;

interface Run {
  readonly lines: LineRing;
  readonly ending: AbortController;
  readonly ended: Promise<void>;
}

/** Pushes a line, as JSON. */
export type PushLine = (line: unknown) => void;

/** The runs. */
export class DriverRuns implements AsyncDisposable {
  readonly #runs = new Map<string, Run>();
  #count = 0;

  /**
   * Begins a run.
   *
   * @param kind What its id begins with.
   * @param work Does it; what it throws ends the stream as an error, unless the run was cancelled.
   * @returns Its id, which is its stream's name.
   */
  begin(kind: string, work: (push: PushLine, signal: AbortSignal) => Promise<void>): string {
    const running = [...this.#runs].find(([, { lines }]) => lines.end === null);
    if (running !== undefined) throw new UsageError(`Cannot begin: ${running[0]} is still running; cancel it first`);
    const id = `${kind}-${++this.#count}`, lines = new LineRing(), ending = new AbortController();
    const push: PushLine = (line) => lines.push(JSON.stringify(line));
    const ended = work(push, ending.signal).then(() => lines.finish(), (error) => {
      lines.finish(ending.signal.aborted ? null : errorJsonOf(error));
    });
    this.#runs.set(id, { lines, ending, ended });
    const [oldest] = this.#runs.keys();
    if (this.#runs.size > MAX_RUNS) this.#runs.delete(oldest!);
    return id;
  }

  /** The lines of a run; null if it is not known. */
  lines(id: string): LineRing | null {
    return this.#runs.get(id)?.lines ?? null;
  }

  /** The id of the last run of a kind; null if there was none. */
  latest(kind: string): string | null {
    return [...this.#runs.keys()].findLast((id) => id.startsWith(`${kind}-`)) ?? null;
  }

  /** Cancels a run, and resolves when it has ended. */
  async cancel(id: string): Promise<null> {
    const run = this.#runs.get(id);
    run?.ending.abort(new DOMException("The run was cancelled", "AbortError"));
    await run?.ended;
    return null;
  }

  /** Cancels all. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#runs.keys()].map((id) => this.cancel(id)));
  }
}
