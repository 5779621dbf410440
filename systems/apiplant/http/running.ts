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

/** One request that runs. */
export interface Running {
  readonly signal: AbortSignal;
  /** When its time is over, on the clock. */
  readonly due: number;
  abort(reason: Error): void;
}

/** All of them. One timer serves all: as each has the same time, the first to begin is the first to be over. */
export class RunningRequests {
  readonly #running = new Set<Running>();
  #timer: unknown = null;
  #givenUp = false;

  /** Each may take `limitMs`. */
  constructor(readonly clock: Clock, readonly limitMs: number) {}

  /** How many run. */
  get size(): number {
    return this.#running.size;
  }

  /** Begins one; `client` aborts when its client goes. */
  begin(client: AbortSignal): Running {
    const controller = new AbortController();
    const one: Running = {
      signal: controller.signal,
      due: this.clock.now() + this.limitMs,
      abort: (reason) => controller.abort(reason),
    };
    client.addEventListener("abort", () => controller.abort(client.reason), { once: true });
    if (client.aborted) controller.abort(client.reason);
    if (this.#givenUp) controller.abort(new GivenUp());
    this.#running.add(one);
    this.#timer ??= this.clock.setTimeout(() => this.#look(), this.limitMs);
    return one;
  }

  /** Ends one that is answered. */
  end(one: Running): void {
    this.#running.delete(one);
  }

  /** Ends all, also those that are to come. */
  giveUp(): void {
    this.#givenUp = true;
    for (const one of this.#running) one.abort(new GivenUp());
  }

  /** Forgets the timer. */
  close(): void {
    this.clock.clearTimeout(this.#timer);
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
      this.#running.delete(one);
    }
  }
}
