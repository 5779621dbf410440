/**
 * Unix sockets, abstract ones and files.
 *
 * @module
 */
import { isAbandoned } from "./abandoned.ts";
import { brokenError, closedError, connectError, isInUse, listenError } from "./socket_error.ts";
import type { SocketAddress } from "./socket_name.ts";
import type { Listener, Transport } from "./transport.ts";

/** One read's most at first: connections that say little, or nothing, cost little. */
const FIRST_READ_BYTES = 1_024;
/** One read's most, once more has come: larger ones gain nothing, as a Unix socket holds about 200 KiB. */
const MAX_READ_BYTES = 65_536;

/** Connects to a Unix socket. */
export async function connectUnix(socketId: string, address: SocketAddress): Promise<Transport> {
  try {
    return new UnixTransport(await Deno.connect({ transport: "unix", path: address.path }));
  } catch (cause) {
    throw connectError(socketId, cause);
  }
}

/**
 * Listens on a Unix socket. A socket file without a listener, as a killed process leaves it, is taken over; a file
 * that is no socket never.
 */
export async function listenUnix(socketId: string, address: SocketAddress): Promise<Listener> {
  try {
    return new UnixListener(Deno.listen({ transport: "unix", path: address.path }));
  } catch (cause) {
    if (!isInUse(cause) || address.kind !== "file" || !await isAbandoned(address.path)) {
      throw listenError(socketId, cause);
    }
  }
  try {
    Deno.removeSync(address.path);
    return new UnixListener(Deno.listen({ transport: "unix", path: address.path }));
  } catch (cause) {
    throw listenError(socketId, cause);
  }
}

class UnixTransport implements Transport {
  readonly #conn: Deno.UnixConn;
  #buffer = new Uint8Array(FIRST_READ_BYTES);
  #wasFilled = false;
  /** End the read and the write that wait: Deno 2.8 leaves them unsettled when their connection is closed. */
  #endRead: (() => void) | null = null;
  #endWrite: (() => void) | null = null;
  #isClosed = false;

  constructor(conn: Deno.UnixConn) {
    this.#conn = conn;
  }

  read(): Promise<Uint8Array | null> {
    if (this.#isClosed) return Promise.resolve(null);
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | null>();
    this.#endRead = () => resolve(null);
    if (this.#wasFilled && this.#buffer.length < MAX_READ_BYTES) this.#buffer = new Uint8Array(MAX_READ_BYTES);
    this.#conn.read(this.#buffer).then(
      (count) => {
        this.#wasFilled = count === this.#buffer.length;
        resolve(count === null ? null : this.#buffer.subarray(0, count));
      },
      (cause) => this.#isClosed ? resolve(null) : reject(brokenError("read from", cause)),
    );
    return promise;
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#isClosed) return Promise.reject(closedError());
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#endWrite = () => reject(closedError());
    this.#writeAll(bytes).then(
      resolve,
      (cause) => reject(this.#isClosed ? closedError() : brokenError("write to", cause)),
    );
    return promise;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Deno 2.8 keeps a connection open that is being read: the other end would never see it close.
    this.#conn.closeWrite().catch(() => {});
    this.#conn.close();
    this.#endRead?.();
    this.#endWrite?.();
  }

  async #writeAll(bytes: Uint8Array): Promise<void> {
    let written = await this.#conn.write(bytes);
    while (written < bytes.length) written += await this.#conn.write(bytes.subarray(written));
  }
}

class UnixListener implements Listener {
  readonly #listener: Deno.UnixListener;
  #isClosed = false;

  constructor(listener: Deno.UnixListener) {
    this.#listener = listener;
  }

  async accept(): Promise<Transport | null> {
    if (this.#isClosed) return null;
    try {
      return new UnixTransport(await this.#listener.accept());
    } catch (cause) {
      if (this.#isClosed) return null;
      throw brokenError("accept on", cause);
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#listener.close();
  }
}
