/**
 * A tunnel to a console, such as `ssh -L` makes, that can break.
 *
 * @module
 */

/** Forwards connections of a port of its own. */
export class Tunnel implements AsyncDisposable {
  #port: number;
  readonly #listener: Deno.TcpListener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<Deno.TcpConn>();
  readonly #running: Promise<void>;
  /** Whether connections are closed as they come. */
  isBroken = false;

  /** @param address The console's, with or without a ticket. */
  constructor(address: string) {
    this.#port = Number(new URL(address).port);
    this.#running = this.#run();
  }

  /** An address of the console, as it is reached through the tunnel. */
  through(address: string): string {
    const url = new URL(address);
    url.port = String(this.#listener.addr.port);
    return url.href;
  }

  /** Leads new connections to another console, and ends those that there are. */
  leadTo(address: string): void {
    this.#port = Number(new URL(address).port);
    for (const connection of this.#open) close(connection);
  }

  /** Ends all connections, and lets no others come. */
  break(): void {
    this.isBroken = true;
    for (const connection of this.#open) close(connection);
  }

  /** Stops listening. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    this.break();
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      for await (const near of this.#listener) {
        if (this.isBroken) close(near);
        else this.#forward(near, await Deno.connect({ hostname: "127.0.0.1", port: this.#port }));
      }
    } catch { /* The listener was closed. */ }
  }

  #forward(near: Deno.TcpConn, far: Deno.TcpConn): void {
    const ended = (): void => {
      for (const connection of [near, far]) {
        close(connection);
        this.#open.delete(connection);
      }
    };
    this.#open.add(near).add(far);
    near.readable.pipeTo(far.writable).then(ended, ended);
    far.readable.pipeTo(near.writable).then(ended, ended);
  }
}

function close(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch { /* It was closed before. */ }
}
