/** The requests that run, and what ends them: their clients, their time, the end of the server. */
import { type Clock, onAbort } from "@fluxwire/transport";

/** The time of a request is over. */
export class TimeOver extends Error {
  override readonly name = "TimeOver";
}

/** The server does not wait for the request any longer. */
export class GivenUp extends Error {
  override readonly name = "GivenUp";
}

/**
 * A request that has run this long is ended when its client goes, in milliseconds. The engine makes the signal of a client when
 * it is asked for, and aborts it after each answer too: that would be a tenth of the time of a short request.
 */
const WATCH_MS = 20;

/** One request that runs. Its signal is made when it is asked for: most requests are answered without one. */
export class Running {
  readonly #clientOf: () => AbortSignal;
  #controller: AbortController | null = null;
  #reject: ((reason: unknown) => void) | null = null;
  #reason: unknown = undefined;

  /** `due` is when its time is over, on the clock; `clientOf` gives a signal that aborts when its client goes. */
  constructor(readonly due: number, clientOf: () => AbortSignal) {
    this.#clientOf = clientOf;
  }

  /** Whether it was ended before its answer. */
  get aborted(): boolean {
    return this.#reason !== undefined;
  }

  /** Why it was ended. */
  get reason(): unknown {
    return this.#reason;
  }

  /** Aborts when it is ended. */
  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.aborted) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Throws the reason if it was ended. */
  throwIfAborted(): void {
    if (this.aborted) throw this.#reason;
  }

  /** The result of a promise; rejects with the reason if the request is ended first. It waits for one promise at a time. */
  wait<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.aborted) return reject(this.#reason);
      this.#reject = reject;
      promise.then(resolve, reject);
    });
  }

  /** Ends it when its client goes. */
  watch(): void {
    const client = this.#clientOf();
    onAbort(client, () => this.abort(client.reason));
  }

  /** Ends it. */
  abort(reason: unknown): void {
    if (this.aborted) return;
    this.#reason = reason;
    this.#reject?.(reason);
    this.#controller?.abort(reason);
  }
}

/** All of them. One timer serves all: as each has the same time, the first to begin is the first to be over. */
export class RunningRequests {
  readonly #running = new Set<Running>();
  #timer: unknown = null;
  #watcher: unknown = null;
  /** Those whose clients are not watched yet. */
  readonly #fresh = new Set<Running>();
  #givenUp = false;

  /** Each may take `limitMs`. */
  constructor(readonly clock: Clock, readonly limitMs: number) {}

  /** How many run. */
  get size(): number {
    return this.#running.size;
  }

  /** Begins one; `clientOf` gives a signal that aborts when its client goes. */
  begin(clientOf: () => AbortSignal): Running {
    const one = new Running(this.clock.now() + this.limitMs, clientOf);
    if (this.#givenUp) one.abort(new GivenUp());
    this.#running.add(one);
    this.#fresh.add(one);
    this.#timer ??= this.clock.setTimeout(() => this.#look(), this.limitMs);
    this.#watcher ??= this.clock.setTimeout(() => this.#watch(), WATCH_MS);
    return one;
  }

  /** Ends one that is answered. */
  end(one: Running): void {
    this.#running.delete(one);
    this.#fresh.delete(one);
  }

  /** Ends all, also those that are to come. */
  giveUp(): void {
    this.#givenUp = true;
    for (const one of this.#running) one.abort(new GivenUp());
  }

  /** Forgets the timers. */
  close(): void {
    this.clock.clearTimeout(this.#timer);
    this.clock.clearTimeout(this.#watcher);
  }

  #watch(): void {
    this.#watcher = null;
    for (const one of this.#fresh) one.watch();
    this.#fresh.clear();
  }

  #look(): void {
    const now = this.clock.now();
    this.#timer = null;
    for (const one of this.#running) {
      if (one.due > now) {
        this.#timer = this.clock.setTimeout(() => this.#look(), one.due - now);
        return;
      }
      one.abort(new TimeOver());
      this.end(one);
    }
  }
}
