/**
 * One connection through a tap: every byte is forwarded in both directions until one end closes.
 *
 * @module
 */
import { ConnectionError, type Transport } from "@fluxwire/transport";
import type { CloseEntry, Sender } from "./entry.ts";
import type { ConnectionRecorder } from "./recorder_thread.ts";

/** A host's connection, and the one to the driver that was opened for it. */
export class Passage {
  readonly #ends: Readonly<Record<Sender, Transport>>;
  readonly #recorded: ConnectionRecorder;
  #end: Pick<CloseEntry, "by" | "reason"> | null = null;

  /** Takes over both connections. */
  constructor(host: Transport, driver: Transport, recorded: ConnectionRecorder) {
    this.#ends = { host, driver };
    this.#recorded = recorded;
  }

  /**
   * Forwards bytes until the end, and records it.
   *
   * @throws The recorder's error.
   */
  async run(): Promise<void> {
    await Promise.all([this.#forward("host", "driver"), this.#forward("driver", "host")]);
    this.#recorded.closed(this.#end!.by, this.#end!.reason);
  }

  /** Ends both connections; the first reason stays. */
  end(by: CloseEntry["by"], reason: string | null): void {
    this.#end ??= { by, reason };
    this.#ends.host.close();
    this.#ends.driver.close();
  }

  async #forward(from: Sender, to: Sender): Promise<void> {
    try {
      for (let chunk = await this.#ends[from].read(); chunk !== null; chunk = await this.#ends[from].read()) {
        if (!await this.#passOn(chunk, from, to)) return;
      }
      this.end(from, null);
    } catch (error) {
      this.end(error instanceof ConnectionError ? from : "tap", error instanceof ConnectionError ? error.code : null);
      if (!(error instanceof ConnectionError)) throw error;
    }
  }

  /** Forwards bytes before it records them, so that the peer works meanwhile. False if the peer has left. */
  async #passOn(chunk: Uint8Array, from: Sender, to: Sender): Promise<boolean> {
    const written = this.#ends[to].write(chunk).then(() => null, (error) => error);
    await this.#recorded.sent(from, chunk);
    const error = await written;
    if (error === null) return true;
    if (!(error instanceof ConnectionError)) throw error;
    this.end(to, error.code);
    return false;
  }
}
