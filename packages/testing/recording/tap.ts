/**
 * A tap: listens in place of the driver, forwards every byte, and shows it to a recorder. Neither end notices.
 *
 * @module
 */
import { type Clock, ConnectionError, type Listener, onAbort, SYSTEM_CLOCK, type Transport } from "@fluxwire/transport";
import { DEFAULT_LIMITS } from "@fluxwire/wire";
import { Passage } from "./passage.ts";
import type { ConnectionRecorder } from "./recorder_thread.ts";

/** How long accepting pauses after a failure, in milliseconds. */
const ACCEPT_PAUSE_MS = 100;

/** The two ends of a {@link Tap}, and its recorder. */
export interface TapOptions {
  /** Where hosts connect. */
  listener: Listener;
  /** Connects to the driver. */
  dial(signal: AbortSignal): Promise<Transport>;
  /** Records the bytes. */
  recorder: { connection(): ConnectionRecorder };
  /**
   * The most simultaneous connections; further ones are closed.
   *
   * @default {64}
   */
  maxConnections?: number;
  /**
   * The timers.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/** A running tap. */
export class Tap {
  readonly #options: TapOptions;
  readonly #ending = new AbortController();
  readonly #connections = new Set<Promise<void>>();
  #failure: unknown = undefined;

  /** Accepts nothing before {@link run}. */
  constructor(options: TapOptions) {
    this.#options = options;
  }

  /**
   * Forwards until {@link close}; resolves when every connection has ended and is recorded.
   *
   * @throws The recorder's error: nothing is forwarded without recording.
   */
  async run(): Promise<void> {
    const { maxConnections = DEFAULT_LIMITS.maxConnections } = this.#options;
    for (let host = await this.#accept(); host !== null; host = await this.#accept()) {
      if (this.#connections.size >= maxConnections) {
        host.close();
        continue;
      }
      const passing = this.#pass(host).catch((error) => {
        this.#failure ??= error;
        this.close();
      }).then(() => {
        this.#connections.delete(passing);
      });
      this.#connections.add(passing);
    }
    await Promise.all(this.#connections);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Accepts no more connections, and ends every open one. */
  close(): void {
    this.#options.listener.close();
    this.#ending.abort();
  }

  async #accept(): Promise<Transport | null> {
    for (;;) {
      try {
        return await this.#options.listener.accept();
      } catch (error) {
        if (!(error instanceof ConnectionError)) throw error;
        const { clock = SYSTEM_CLOCK } = this.#options;
        await new Promise<void>((resolve) => clock.setTimeout(resolve, ACCEPT_PAUSE_MS));
      }
    }
  }

  async #pass(host: Transport): Promise<void> {
    const { signal } = this.#ending;
    const recorded = this.#options.recorder.connection();
    let driver: Transport;
    try {
      driver = await this.#options.dial(signal);
    } catch (error) {
      host.close();
      const reason = error instanceof ConnectionError ? error.code : "the recording was ended";
      return recorded.closed("driver", reason);
    }
    const passage = new Passage(host, driver, recorded);
    using _listening = onAbort(signal, () => passage.end("tap", "the recording was ended"));
    await passage.run();
  }
}
