/**
 * Windows named pipes, which Deno opens only through `node:net`. Loaded only when a pipe is used, because
 * `node:net` costs a program's start more than all the rest of this package.
 *
 * @module
 */
import { connect, createServer, type Server, type Socket } from "node:net";
import { Change } from "./change.ts";
import { brokenError, closedError, connectError, listenError } from "./socket_error.ts";
import type { SocketAddress } from "./socket_name.ts";
import type { Listener, Transport } from "./transport.ts";

/** Connects to a named pipe; on other systems than Windows, to the Unix socket at that path. */
export async function connectPipe(
  socketId: string,
  address: SocketAddress,
  options: { signal?: AbortSignal } = {},
): Promise<Transport> {
  const { signal } = options;
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Transport>();
  const socket = connect({ path: address.path, allowHalfOpen: true });
  const abort = () => {
    socket.destroy();
    reject(signal?.reason);
  };
  const fail = (cause: Error) => {
    signal?.removeEventListener("abort", abort);
    reject(connectError(socketId, cause));
  };
  signal?.addEventListener("abort", abort, { once: true });
  socket.once("error", fail);
  socket.once("connect", () => {
    signal?.removeEventListener("abort", abort);
    socket.off("error", fail);
    resolve(new PipeTransport(socket));
  });
  return await promise;
}

/** Listens on a named pipe; on other systems than Windows, on the Unix socket at that path. */
export function listenPipe(socketId: string, address: SocketAddress): Promise<Listener> {
  const { promise, resolve, reject } = Promise.withResolvers<Listener>();
  const server = createServer({ allowHalfOpen: true });
  server.once("error", (cause) => reject(listenError(socketId, cause)));
  server.listen(address.path, () => resolve(new PipeListener(server)));
  return promise;
}

class PipeTransport implements Transport {
  readonly #socket: Socket;
  #failure: Error | null = null;
  #hasEnded = false;
  #isClosed = false;
  readonly #change = new Change();

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("readable", () => this.#change.announce());
    socket.on("end", () => {
      this.#hasEnded = true;
      this.#change.announce();
    });
    socket.on("error", (error) => {
      this.#failure = error;
      this.#change.announce();
    });
    socket.on("close", () => {
      this.#hasEnded = true;
      this.#change.announce();
    });
  }

  async read(): Promise<Uint8Array | null> {
    for (;;) {
      if (this.#isClosed) return null;
      const chunk: Uint8Array | null = this.#socket.read();
      // A Buffer's slice() is a view; readers of a transport expect an array's, which is a copy.
      if (chunk !== null) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (this.#failure !== null) throw brokenError("read from", this.#failure);
      if (this.#hasEnded) return null;
      await this.#change.wait();
    }
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#isClosed) return Promise.reject(closedError());
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#socket.write(bytes, (error) => {
      if (this.#isClosed) reject(closedError());
      else if (error) reject(brokenError("write to", error));
      else resolve();
    });
    return promise;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.destroy();
    this.#change.announce();
  }
}

class PipeListener implements Listener {
  readonly #server: Server;
  readonly #accepted: Transport[] = [];
  #failure: Error | null = null;
  #isClosed = false;
  readonly #change = new Change();

  constructor(server: Server) {
    this.#server = server;
    server.on("error", (error) => {
      this.#failure = error;
      this.#change.announce();
    });
    server.on("connection", (socket) => {
      this.#accepted.push(new PipeTransport(socket));
      this.#change.announce();
    });
  }

  async accept(): Promise<Transport | null> {
    for (;;) {
      const transport = this.#accepted.shift();
      if (transport !== undefined) return transport;
      if (this.#isClosed) return null;
      if (this.#failure !== null) throw brokenError("accept on", this.#failure);
      await this.#change.wait();
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const transport of this.#accepted.splice(0)) transport.close();
    this.#server.close();
    this.#change.announce();
  }
}
