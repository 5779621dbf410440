/**
 * Requests that wait for their answer: their ids, deadlines and ends.
 *
 * @module
 */
import { type Clock, ConnectionError, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { DriverResponseEnvelope } from "../dto.ts";
import type { Method } from "../method.ts";

/** The options of one call. */
export interface CallOptions {
  /**
   * How long to wait for the answer, in milliseconds. Enforced only at this end: like the real client, it does not
   * send the limit to the driver, which goes on.
   *
   * @default {Infinity}
   */
  timeoutMs?: number;
  /**
   * Gives up the call when aborted; the call then rejects with the signal's reason.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
}

/** One unanswered request. `settle` is null once its caller has given up. */
interface Entry {
  id: bigint;
  method: Method;
  settle: PromiseWithResolvers<DriverResponseEnvelope> | null;
  /** Stops the timer and removes the signal's listener. */
  release: (() => void) | null;
}

/** The requests of one connection that wait for their answer. */
export class InFlight {
  /**
   * A short list in the order of ids. A map would be slower: its tables change with each call and keep deleted entries
   * alive, which every collection of the young generation then copies.
   */
  readonly #entries: Entry[] = [];
  readonly #maxInFlight: number;
  readonly #clock: Clock;
  #nextId = 0n;
  #emptied: PromiseWithResolvers<void> | null = null;

  constructor(maxInFlight: number, clock: Clock = SYSTEM_CLOCK) {
    this.#maxInFlight = maxInFlight;
    this.#clock = clock;
  }

  /** The id of the next call: 0 for Hello, then counting up. */
  get nextId(): bigint {
    return this.#nextId;
  }

  /**
   * Checks that one more call may start.
   *
   * @throws {RangeError} when `maxInFlight` requests are unanswered, including those that were given up.
   */
  reserve(method: Method): void {
    if (this.#entries.length < this.#maxInFlight) return;
    throw new RangeError(
      `Cannot call ${method}: ${this.#entries.length} requests in flight reach maxInFlight ${this.#maxInFlight}; wait for one to end`,
    );
  }

  /** Registers the request just sent under {@link nextId}. Rejects when its time is up or its signal aborts. */
  open(method: Method, options: CallOptions = {}): Promise<DriverResponseEnvelope> {
    const settle = Promise.withResolvers<DriverResponseEnvelope>();
    const entry: Entry = { id: this.#nextId++, method, settle, release: null };
    if (options.timeoutMs !== undefined || options.signal !== undefined) this.#watch(entry, options);
    this.#entries.push(entry);
    return settle.promise;
  }

  #watch(entry: Entry, { timeoutMs = Infinity, signal }: CallOptions): void {
    const giveUp = (reason: unknown) => {
      entry.release?.();
      entry.settle?.reject(reason);
      entry.settle = null;
    };
    const timer = Number.isFinite(timeoutMs)
      ? this.#clock.setTimeout(() => giveUp(timedOut(entry.method, timeoutMs)), timeoutMs)
      : undefined;
    const abort = () => giveUp(signal!.reason);
    signal?.addEventListener("abort", abort, { once: true });
    entry.release = () => {
      this.#clock.clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
  }

  /** The request with an id, even if its caller has given up; undefined if no such request is unanswered. */
  methodOf(id: bigint): Method | undefined {
    return this.#entries[this.#indexOf(id)]?.method;
  }

  /** The unanswered ids, oldest first. */
  ids(): bigint[] {
    return this.#entries.map(({ id }) => id);
  }

  /** The number of unanswered requests, including those that were given up. */
  get size(): number {
    return this.#entries.length;
  }

  /** Resolves once every request is answered. */
  async untilEmpty(): Promise<void> {
    if (this.#entries.length > 0) await (this.#emptied ??= Promise.withResolvers()).promise;
  }

  /** Ends a call with its answer. Does nothing if its caller has given up. */
  resolve(id: bigint, envelope: DriverResponseEnvelope): void {
    this.#take(id)?.resolve(envelope);
  }

  /** Ends a call with an error. Does nothing if its caller has given up. */
  reject(id: bigint, error: Error): void {
    this.#take(id)?.reject(error);
  }

  /** Ends every call with an error. */
  rejectAll(errorOf: (method: Method) => Error): void {
    for (const { id, method } of [...this.#entries]) this.reject(id, errorOf(method));
  }

  /** The index of a request, usually 0, as answers arrive in order; -1 if absent. */
  #indexOf(id: bigint): number {
    for (let i = 0; i < this.#entries.length; i++) if (this.#entries[i]!.id === id) return i;
    return -1;
  }

  #take(id: bigint): Entry["settle"] {
    const at = this.#indexOf(id);
    const entry = at === 0 ? this.#entries.shift() : at > 0 ? this.#entries.splice(at, 1)[0] : undefined;
    entry?.release?.();
    if (this.#entries.length === 0) {
      this.#emptied?.resolve();
      this.#emptied = null;
    }
    return entry?.settle ?? null;
  }
}

function timedOut(method: Method, timeoutMs: number): ConnectionError {
  return new ConnectionError(
    "Timeout",
    `Cannot finish ${method}: no answer within timeoutMs ${timeoutMs}; the driver may still be working on it`,
  );
}
