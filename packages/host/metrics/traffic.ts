/**
 * What goes over the connections to one service: bytes, calls and their times.
 *
 * @module
 */
import type { Transport } from "@fluxwire/transport";
import type { ConnectionObserver } from "../connect.ts";
import { CallTimes } from "@fluxwire/supervise";

/** Counts for as long as the host runs, over all connections and restarts. */
export class Traffic implements ConnectionObserver {
  /** The calls that have ended. */
  readonly calls: CallTimes = new CallTimes();
  #receivedBytes = 0;
  #sentBytes = 0;
  #waiting = 0;

  /** The bytes that came from the service. */
  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** The bytes that went to it. */
  get sentBytes(): number {
    return this.#sentBytes;
  }

  /** The calls whose callers wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** The same transport, its bytes counted. */
  count(transport: Transport): Transport {
    return {
      read: async () => {
        const bytes = await transport.read();
        this.#receivedBytes += bytes?.length ?? 0;
        return bytes;
      },
      write: async (bytes) => {
        await transport.write(bytes);
        this.#sentBytes += bytes.length;
      },
      close: () => transport.close(),
    };
  }

  /** Notes that a call has begun; what it returns notes the end. */
  begin(): (error: unknown) => void {
    const start = performance.now();
    this.#waiting++;
    return (error) => {
      this.#waiting--;
      this.calls.add(performance.now() - start, { isFailure: error !== null });
    };
  }
}
