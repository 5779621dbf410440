/**
 * Stands between the driver and a server, and changes what the server sends.
 *
 * @module
 */

/** Returns what arrives in the place of some bytes of the server, possibly later. */
export type Change = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;

/** A listener that connects each of its connections to the server. Disposing it closes them. */
export class Interposer implements AsyncDisposable {
  readonly #listener: Deno.TcpListener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<Deno.Conn>();
  readonly #port: number;
  readonly #accepting: Promise<void>;
  /** Changes what the server sends from now on. */
  change: Change = (bytes) => bytes;

  /** @param port The server's port on 127.0.0.1. */
  constructor(port: number) {
    this.#port = port;
    this.#accepting = this.#accept();
  }

  /** Its port on 127.0.0.1. */
  get port(): number {
    return this.#listener.addr.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of this.#open) this.#close(connection);
    await this.#accepting;
  }

  async #accept(): Promise<void> {
    const running: Promise<void>[] = [];
    for await (const driver of this.#listener) {
      const server = await Deno.connect({ hostname: "127.0.0.1", port: this.#port });
      this.#open.add(driver).add(server);
      running.push(
        this.#pass(driver, server, (bytes) => bytes),
        this.#pass(server, driver, (bytes) => this.change(bytes)),
      );
    }
    await Promise.all(running);
  }

  /** Passes bytes on until either end is gone, and closes both. */
  async #pass(from: Deno.Conn, to: Deno.Conn, change: Change): Promise<void> {
    const writer = to.writable.getWriter();
    try {
      for await (const bytes of from.readable) await writer.write(await change(bytes));
    } catch {
      // The other direction or the disposal has closed it.
    }
    this.#close(from);
    this.#close(to);
  }

  #close(connection: Deno.Conn): void {
    this.#open.delete(connection);
    try {
      connection.close();
    } catch {
      // Its streams have closed it.
    }
  }
}
