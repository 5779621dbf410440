/**
 * The log of an exporter, followed beside other work without losing what it had before a moment.
 *
 * @module
 */
import type { Exporter, LogRecord } from "./exporter.ts";

/** How long to wait for records that an exporter has, in milliseconds. */
const CATCH_UP_MS = 5_000;

/** Gives each record of an exporter's log to a function, until it is disposed. */
export class FollowedLog implements AsyncDisposable {
  readonly #exporter: Exporter;
  readonly #signal: AbortSignal | undefined;
  readonly #controller = new AbortController();
  readonly #ended: Promise<void>;
  #count = 0;
  #isOver = false;

  /**
   * @param show Gets each record.
   * @param fail Gets the error, if the log cannot be read to its end.
   * @param signal Ends the waiting for records.
   */
  constructor(
    exporter: Exporter,
    show: (record: LogRecord) => void,
    fail: (error: Error) => void,
    signal?: AbortSignal,
  ) {
    this.#signal = signal;
    this.#exporter = exporter;
    this.#ended = this.#follow(show).catch(fail).finally(() => this.#isOver = true);
  }

  /**
   * Resolves when all records are shown that the exporter had before this call; after five seconds, or when the exporter does
   * not answer, it resolves too.
   *
   * Records and answers come through one connection in their order, so an answer that is asked for now comes behind them.
   * More bytes than one window come in several turns: it asks until an answer brings no more records.
   */
  async caughtUp(): Promise<void> {
    const end = performance.now() + CATCH_UP_MS;
    for (let before = -1; before !== this.#count && performance.now() < end;) {
      before = this.#count;
      if (this.#isOver || !await this.#answers()) return;
      await new Promise<void>((resolve) => setTimeout(resolve));
    }
  }

  /** Shows what the exporter had before this call, and leaves its log. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.caughtUp();
    this.#controller.abort();
    await this.#ended;
  }

  async #follow(show: (record: LogRecord) => void): Promise<void> {
    for await (const record of this.#exporter.logs({ signal: this.#controller.signal })) {
      this.#count++;
      show(record);
    }
  }

  /** Whether the exporter answers; exporters without statuses do as well. */
  async #answers(): Promise<boolean> {
    try {
      await this.#exporter.status({ timeoutMs: CATCH_UP_MS, signal: this.#signal });
    } catch (error) {
      return (error as { code?: unknown }).code === "UNIMPLEMENTED";
    }
    return true;
  }
}
