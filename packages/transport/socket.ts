/**
 * Sockets by name: the id that a driver is started with, for example.
 *
 * @module
 */
import { socketAddress } from "./socket_name.ts";
import { requireSocketPermission } from "./socket_permission.ts";
import type { Listener, Transport } from "./transport.ts";
import { connectUnix, listenUnix } from "./unix.ts";

/** How long to wait for a connection. */
export interface ConnectOptions {
  /**
   * Gives up when it aborts; the promise then rejects with its reason.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
}

/**
 * Connects to a socket, once, without a time limit of its own.
 *
 * @param socketId A name (PROTOCOL.md#sockets), or the absolute path of a socket file.
 * @throws {ConnectionError} `SocketUnreachable` if nothing listens, `SocketNameInvalid`, or `PermissionMissing`: an
 * abstract socket or pipe needs `--allow-net`, a file also `--allow-read` and `--allow-write`. Nothing prompts.
 */
export async function connect(socketId: string, options: ConnectOptions = {}): Promise<Transport> {
  const { signal } = options;
  const address = socketAddress(socketId);
  requireSocketPermission(`connect to socket "${socketId}"`, address);
  signal?.throwIfAborted();
  if (address.kind === "pipe") {
    const { connectPipe } = await import("./pipe.ts");
    return await connectPipe(socketId, address, { signal });
  }
  const transport = await connectUnix(socketId, address);
  if (signal?.aborted) transport.close();
  signal?.throwIfAborted();
  return transport;
}

/**
 * Listens on a socket.
 *
 * @param socketId A name (PROTOCOL.md#sockets), or the absolute path of a socket file.
 * @throws {ConnectionError} `SocketInUse` if another process listens or a file is in the way, `SocketNameInvalid`, or
 * `PermissionMissing` as for {@link connect}.
 */
export async function listen(socketId: string): Promise<Listener> {
  const address = socketAddress(socketId);
  requireSocketPermission(`listen on socket "${socketId}"`, address);
  if (address.kind === "pipe") {
    const { listenPipe } = await import("./pipe.ts");
    return await listenPipe(socketId, address);
  }
  return await listenUnix(socketId, address);
}
