/** What listens for requests, with one certificate after the other. */
import { pause } from "@fluxwire/transport";
import type { Address } from "../config/address.ts";
import type { Pair } from "./tls.ts";

/** How often, and at which distance, a port is tried that the listener before has to leave. */
const MAX_ATTEMPTS = 1_000;
const ATTEMPT_MS = 2;
/** How long answers to requests that were given up may take to be sent. */
const LAST_MS = 1_000;

/** Answers a request of a connection. */
export type Handler = (request: Request, info: Deno.ServeHandlerInfo) => Promise<Response>;

/** The listener, and those that had an earlier certificate while their requests run. */
export class Listeners {
  readonly #servers = new Set<Deno.HttpServer>();
  #current: Deno.HttpServer | null = null;
  #port: number | null = null;
  #replacing: Promise<void> = Promise.resolve();
  readonly #closing = new AbortController();

  /** Listens nowhere yet. */
  constructor(readonly address: Address, readonly handle: Handler) {}

  /**
   * Listens with another certificate. The listener before it takes no more connections; its running requests go on. Once all are
   * closed, none begins.
   */
  async replace(pair: Pair): Promise<void> {
    const replacing = this.#replace(pair);
    this.#replacing = replacing.catch(() => {});
    await replacing;
  }

  async #replace(pair: Pair): Promise<void> {
    const { signal } = this.#closing;
    if (signal.aborted) return;
    this.#current?.shutdown();
    // Listeners that share a port need an unstable flag; so the next begins when the one before has left the port.
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        this.listen(pair);
        return;
      } catch (error) {
        if (!(error instanceof Deno.errors.AddrInUse) || attempt === MAX_ATTEMPTS) throw error;
        await pause(ATTEMPT_MS, { signal });
      }
    }
  }

  /** Listens, with a certificate or without. */
  listen(pair: Pair | null): Deno.Addr {
    const { address, handle } = this, quiet = { onListen: () => {} };
    const server: Deno.HttpServer = address.kind === "unix"
      ? Deno.serve(
        { path: address.path, ...quiet },
        handle as Deno.ServeHandler<Deno.UnixAddr>,
      ) as unknown as Deno.HttpServer
      : Deno.serve({
        hostname: address.hostname,
        port: this.#port ?? address.port,
        ...(pair === null ? {} : pair),
        ...quiet,
      }, handle as Deno.ServeHandler<Deno.NetAddr>);
    this.#current = server;
    this.#servers.add(server);
    if (server.addr.transport === "tcp") this.#port = server.addr.port;
    server.finished.finally(() => this.#servers.delete(server));
    return server.addr;
  }

  /** Takes no more connections, and waits for the running requests; after a time it gives them up, and soon waits no more. */
  async close(patienceMs: number, giveUp: () => void): Promise<void> {
    this.#closing.abort();
    await this.#replacing;
    const ended = Promise.all([...this.#servers].map((server) => server.shutdown()));
    const over = Promise.withResolvers<void>(),
      timers = [setTimeout(giveUp, patienceMs), setTimeout(over.resolve, patienceMs + LAST_MS)];
    await Promise.race([ended, over.promise]);
    timers.forEach(clearTimeout);
  }
}
