/**
 * A listener within one process: what connects to it needs no socket.
 *
 * @module
 */
import { ConnectionError } from "./errors.ts";
import { Change } from "./change.ts";
import { memoryPair } from "./memory.ts";
import type { Listener, Transport } from "./transport.ts";

/**
 * Takes connections through memory, as a socket's listener takes those of other processes.
 *
 * @example
 * ```ts
 * import { MemoryListener } from "./memory_listener.ts";
 * import assert from "node:assert/strict";
 *
 * const listener = new MemoryListener();
 * const host = listener.connect();
 * const driver = await listener.accept();
 * await host.write(Uint8Array.of(1, 2, 3));
 * assert.deepEqual(await driver?.read(), Uint8Array.of(1, 2, 3));
 * listener.close();
 * assert.equal(await listener.accept(), null);
 * ```
 */
export class MemoryListener implements Listener {
  readonly #waiting: Transport[] = [];
  readonly #change = new Change();
  #isClosed = false;

  /**
   * Gives the connecting end of a new connection.
   *
   * @throws {ConnectionError} `SocketUnreachable` once the listener is closed.
   */
  connect(): Transport {
    if (this.#isClosed) {
      throw new ConnectionError("SocketUnreachable", "Cannot connect in memory: the listener is closed");
    }
    const [near, far] = memoryPair();
    this.#waiting.push(near);
    this.#change.announce();
    return far;
  }

  /** Gives the next connection; null once the listener is closed. */
  async accept(): Promise<Transport | null> {
    while (this.#waiting.length === 0 && !this.#isClosed) await this.#change.wait();
    return this.#waiting.shift() ?? null;
  }

  /** Takes no more connections. Those that were accepted live on, those that wait are closed. */
  close(): void {
    this.#isClosed = true;
    for (const transport of this.#waiting.splice(0)) transport.close();
    this.#change.announce();
  }
}
