/**
 * The lines of a run, which know how far pages have come.
 *
 * @module
 */
import { type Clock, onAbort } from "@fluxwire/transport";
import { FILE_CREDIT, FIRST_CREDIT } from "../api.ts";
import type { ErrorJson } from "../error_json.ts";
import { type Batch, LineRing } from "../live/ring.ts";

/** What each run keeps for pages that come later, in characters. */
const MAX_CHARACTERS = 1 << 20;
/** What a run of a file keeps: all that pages may ask for again, and as many lines more. */
const MAX_FILE_CHARACTERS = 8 << 20;

/** How long a run goes on without a page that reads it, in milliseconds: a page that lost its socket comes back sooner. */
const UNREAD_MS = 30_000;

/** Lines that call back when no page has read them for a while. */
export class ReadLines extends LineRing {
  readonly #clock: Clock;
  readonly #onUnread: () => void;
  #readers = 0;
  #timer: unknown = null;
  #read = 0;
  #onRead: () => void = () => {};

  /** @param isFile Whether no line may be lost. */
  constructor(clock: Clock, isFile: boolean, onUnread: () => void) {
    super(isFile ? MAX_FILE_CHARACTERS : MAX_CHARACTERS, isFile ? FILE_CREDIT : FIRST_CREDIT);
    this.#clock = clock;
    this.#onUnread = onUnread;
    this.#wait();
  }

  override watch(listener: () => void): Disposable {
    this.#clock.clearTimeout(this.#timer);
    this.#readers++;
    const watching = super.watch(listener);
    let isDone = false;
    return {
      [Symbol.dispose]: () => {
        watching[Symbol.dispose]();
        if (isDone) return;
        isDone = true;
        if (--this.#readers === 0) this.#wait();
      },
    };
  }

  override read(from: number, max: number): Batch {
    const batch = super.read(from, max);
    this.#read = Math.max(this.#read, batch.next);
    this.#onRead();
    return batch;
  }

  override finish(error: ErrorJson | null = null): void {
    super.finish(error);
    this.#clock.clearTimeout(this.#timer);
  }

  /** Resolves when so few lines are unread that no page which comes back misses one; rejects when the signal aborts. */
  async room(signal: AbortSignal): Promise<void> {
    while (this.next - this.#read >= FILE_CREDIT) {
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      using _listening = onAbort(signal, () => reject(signal.reason));
      this.#onRead = resolve;
      await promise;
    }
  }

  #wait(): void {
    if (this.end === null) this.#timer = this.#clock.setTimeout(this.#onUnread, UNREAD_MS);
  }
}
