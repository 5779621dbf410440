/**
 * A connection to the driver of a replay: sends bytes, and keeps answers until they are requested.
 *
 * @module
 */
import { type Clock, Connection, ConnectionError, onAbort, type Transport } from "@fluxwire/transport";
import { decode, type DriverResponseEnvelope, type Layout, MalformedError } from "@fluxwire/wire";

/** An answer, or why it cannot be decoded. */
export type LiveAnswer = { envelope: DriverResponseEnvelope } | { problem: string };

/** One connection of a replay. */
export class LiveDriver {
  readonly #connection: Connection;
  readonly #answers: LiveAnswer[] = [];
  readonly #clock: Clock;
  #layout: Layout = "0.7.1";
  #wake: (() => void) | null = null;
  #isOver = false;
  /** Resolves when the connection has ended. */
  readonly closed: Promise<void>;

  /** Takes over the transport. */
  constructor(transport: Transport, clock: Clock) {
    this.#clock = clock;
    this.#connection = new Connection(transport, { clock, onPayload: (payload) => this.#receive(payload) });
    this.closed = this.#connection.run().then(() => {
      this.#isOver = true;
      this.#wake?.();
    });
  }

  /** How many answers were never requested. */
  get unread(): number {
    return this.#answers.length;
  }

  /** Sends a payload; answers are decoded in this layout from now on. */
  send(payload: Uint8Array, layout: Layout | null): void {
    if (layout !== null) this.#layout = layout;
    this.#connection.send(payload);
  }

  /**
   * The next answer with a request id, or the next one that cannot be decoded.
   *
   * @returns Null if the driver closed the connection without it.
   * @throws {ConnectionError} `Timeout` if it does not come in time.
   * @throws The signal's reason, when it aborts.
   */
  async answer(requestId: string, timeoutMs: number, signal: AbortSignal): Promise<LiveAnswer | null> {
    const deadline = this.#clock.now() + timeoutMs;
    for (;;) {
      const at = this.#answers.findIndex((answer) =>
        "problem" in answer || String(answer.envelope.requestId) === requestId
      );
      if (at >= 0) return this.#answers.splice(at, 1)[0]!;
      if (this.#isOver) return null;
      await this.#change(deadline, signal, `no answer to request ${requestId} within ${timeoutMs} ms`);
    }
  }

  /**
   * Waits until the driver closes the connection.
   *
   * @throws as {@link answer}.
   */
  async untilClosed(timeoutMs: number, signal: AbortSignal): Promise<void> {
    const deadline = this.#clock.now() + timeoutMs;
    const missing = `the driver has not closed the connection within ${timeoutMs} ms`;
    while (!this.#isOver) await this.#change(deadline, signal, missing);
  }

  /** Sends waiting bytes, with a time limit, and closes the connection. */
  async close(timeoutMs: number): Promise<void> {
    const timer = this.#clock.setTimeout(() => this.#connection.close(), timeoutMs);
    await this.#connection.flush();
    this.#clock.clearTimeout(timer);
    this.#connection.close();
    await this.closed;
  }

  #receive(payload: Uint8Array): void {
    this.#answers.push(this.#read(payload));
    this.#wake?.();
  }

  #read(payload: Uint8Array): LiveAnswer {
    try {
      return { envelope: decode("response", this.#layout, payload).envelope };
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      return { problem: error.message };
    }
  }

  async #change(deadline: number, signal: AbortSignal, missing: string): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const late = () => reject(new ConnectionError("Timeout", `Cannot replay: ${missing}`));
    const timer = this.#clock.setTimeout(late, Math.max(0, deadline - this.#clock.now()));
    this.#wake = resolve;
    using _listening = onAbort(signal, () => reject(signal.reason));
    try {
      await promise;
    } finally {
      this.#wake = null;
      this.#clock.clearTimeout(timer);
    }
  }
}
