/**
 * A tap: listens as the driver would, passes every byte on, and lets a recorder see it. Neither end notices.
 *
 * @module
 */
import { type Clock, ConnectionError, type Listener, SYSTEM_CLOCK, type Transport } from "@fluxwire/transport";
import { DEFAULT_LIMITS } from "@fluxwire/wire";
import { Passage } from "./passage.ts";
import type { ConnectionRecorder } from "./recorder_thread.ts";

/** How long accepting rests after it failed, in milliseconds. */
const ACCEPT_PAUSE_MS = 100;

/** What a {@link Tap} stands between. */
export interface TapOptions {
  /** Where hosts connect. */
  listener: Listener;
  /** Connects to the driver. */
  dial(signal: AbortSignal): Promise<Transport>;
  /** Sees what is sent. */
  recorder: { connection(): ConnectionRecorder };
  /**
   * Connections at once; more are closed.
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

/** A tap in use. */
export class Tap {
  readonly #options: TapOptions;
  readonly #ending = new AbortController();
  readonly #connections = new Set<Promise<void>>();
  #failure: unknown = undefined;

  /** Nothing is accepted before {@link run}. */
  constructor(options: TapOptions) {
    this.#options = options;
  }

  /**
   * Passes on until {@link close}; resolves when every connection is over and recorded.
   *
   * @throws What the recorder threw: without it nothing is passed on.
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

  /** Accepts no more, and ends every connection. */
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
    const stop = () => passage.end("tap", "the recording was ended");
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
    try {
      await passage.run();
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }
}
