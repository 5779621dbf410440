/**
 * A listener whose connections have faults.
 *
 * @module
 */
import type { Listener, Transport } from "@fluxwire/transport";
import type { Welcome } from "./fault.ts";
import type { FaultyTransport } from "./faulty_transport.ts";

/** How connections are changed. */
export interface Reception {
  /** Handles a connection, after `accepted` earlier ones. */
  welcome(accepted: number): Welcome | null;
  /** Wraps a connection in its faults. */
  wrap(transport: Transport): FaultyTransport;
}

/** Accepts connections through the faults. */
export class FaultyListener implements Listener {
  readonly #inner: Listener;
  readonly #reception: Reception;
  readonly #ignored: Transport[] = [];
  #accepted = 0;
  #last: FaultyTransport | null = null;

  /** Takes over a listener. */
  constructor(inner: Listener, reception: Reception) {
    this.#inner = inner;
    this.#reception = reception;
  }

  async accept(): Promise<Transport | null> {
    for (;;) {
      const bare = await this.#inner.accept();
      if (bare === null) return null;
      const transport = this.#reception.wrap(bare);
      const welcome = this.#reception.welcome(this.#accepted++);
      if (welcome === "close") {
        transport.close();
      } else if (welcome === "ignore") {
        this.#ignored.push(transport);
      } else {
        if (welcome === "wait") await this.#last?.closed;
        return this.#last = transport;
      }
    }
  }

  close(): void {
    this.#inner.close();
    for (const transport of this.#ignored) transport.close();
    this.#last?.close();
  }
}
