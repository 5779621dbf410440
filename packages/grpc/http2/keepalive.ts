/**
 * Asks a silent peer whether it lives.
 *
 * @module
 */
import type { Clock } from "@fluxwire/transport";

/** How often to ask, and how long an answer may take. */
export interface Keepalive {
  /** A PING goes out after so many milliseconds without a byte of the peer. */
  everyMs: number;
  /** The connection ends if so many milliseconds more pass without one. */
  timeoutMs: number;
}

/** What the timer does. */
export interface KeepaliveActions {
  /** Sends PING. */
  ping(): void;
  /** The peer did not answer. */
  onSilent(message: string): void;
}

/** A timer that runs as long as the connection lives; the peer's bytes cost it nothing. */
export class KeepaliveTimer {
  readonly #keepalive: Keepalive;
  readonly #clock: Clock;
  readonly #actions: KeepaliveActions;
  #timer: unknown;
  #wasHeard = false;

  /** Starts to watch. */
  constructor(keepalive: Keepalive, clock: Clock, actions: KeepaliveActions) {
    this.#keepalive = keepalive;
    this.#clock = clock;
    this.#actions = actions;
    this.#watch();
  }

  /** The peer has sent something. */
  heard(): void {
    this.#wasHeard = true;
  }

  /** Stops to watch. */
  stop(): void {
    this.#clock.clearTimeout(this.#timer);
  }

  #watch(): void {
    this.#wasHeard = false;
    this.#timer = this.#clock.setTimeout(() => this.#wasHeard ? this.#watch() : this.#ask(), this.#keepalive.everyMs);
  }

  #ask(): void {
    const { everyMs, timeoutMs } = this.#keepalive;
    this.#actions.ping();
    this.#timer = this.#clock.setTimeout(() => {
      if (this.#wasHeard) return this.#watch();
      this.#actions.onSilent(
        `Cannot use connection: no answer to PING within ${timeoutMs} ms, after ${everyMs} ms without a byte`,
      );
    }, timeoutMs);
  }
}
