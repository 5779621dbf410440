/**
 * The arguments of a call, with what is lent in them.
 *
 * @module
 */
import { ConnectionError, TIMED_OUT, within } from "@fluxwire/transport";
import { lendSink, lendSource, type Loan, type OpenResource } from "./lend.ts";
import { Sink, sink, Source, source } from "./resource.ts";

/** How long the last bytes may take behind the answer of a call. */
const LAST_BYTES_MS = 60_000;

/** Arguments, ready to be sent. */
export class LentArguments implements Disposable {
  readonly #loans: Loan[] = [];
  readonly #args: unknown[] = [];

  private constructor() {}

  /** Lends what stands in arguments; others stay as they are. */
  static async lend(args: readonly unknown[], open: OpenResource): Promise<LentArguments> {
    const lent = new LentArguments();
    try {
      for (const given of args) {
        const arg = lendable(given);
        const loan = arg instanceof Source
          ? await lendSource(arg, open)
          : arg instanceof Sink
          ? await lendSink(arg, open)
          : null;
        if (loan !== null) lent.#loans.push(loan);
        lent.#args.push(loan === null ? arg : loan.handle);
      }
      return lent;
    } catch (error) {
      await lent.fail(error);
      throw error;
    }
  }

  /** The arguments, with handles in place of what is lent. */
  get args(): readonly unknown[] {
    return this.#args;
  }

  /**
   * Waits for the last bytes of a call that went well.
   *
   * @throws What the caller's own stream has thrown.
   */
  async finish(): Promise<void> {
    for (const { passed } of this.#loans) {
      if (await within(passed, LAST_BYTES_MS) !== TIMED_OUT) continue;
      const text = `Cannot finish the call: the exporter did not end its bytes within ${LAST_BYTES_MS} ms`;
      throw new ConnectionError("Timeout", text);
    }
  }

  /**
   * Ends what is lent because the call has failed.
   *
   * @returns The error for the caller: that of its own stream, if this is why.
   */
  async fail(error: unknown): Promise<unknown> {
    for (const { stream } of this.#loans) stream.abort(error);
    const ends = await Promise.allSettled(this.#loans.map(({ passed }) => passed));
    const own = ends.find((end) => end.status === "rejected" && end.reason !== error);
    return own?.status === "rejected" ? own.reason : error;
  }

  /** Closes the streams. */
  [Symbol.dispose](): void {
    for (const { stream } of this.#loans) stream.close();
  }
}

/** A stream is lent as it is. */
function lendable(arg: unknown): unknown {
  if (arg instanceof ReadableStream) return source(arg);
  return arg instanceof WritableStream ? sink(arg) : arg;
}
