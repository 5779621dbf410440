/** The requests that run, and what ends them: their clients, their time, the end of the server. */
import type { Clock } from "@fluxwire/transport";

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

/** One request that runs. */
export interface Running {
  readonly signal: AbortSignal;
  /** When its time is over, on the clock. */
  readonly due: number;
  /** Ends it when its client goes. */
  watch(): void;
  abort(reason: Error): void;
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
    const controller = new AbortController();
    const one: Running = {
      signal: controller.signal,
      due: this.clock.now() + this.limitMs,
      watch: () => {
        const client = clientOf();
        client.addEventListener("abort", () => controller.abort(client.reason), { once: true });
        if (client.aborted) controller.abort(client.reason);
      },
      abort: (reason) => controller.abort(reason),
    };
    if (this.#givenUp) controller.abort(new GivenUp());
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
