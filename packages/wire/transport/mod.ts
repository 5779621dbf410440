/**
 * Streams of bytes between a host and a driver: Unix sockets, Windows named pipes, and memory for tests.
 *
 * @example A listener and a connection to it
 * ```ts
 * import { connect, listen } from "./mod.ts";
 * import assert from "node:assert/strict";
 *
 * const socketId = `example-${crypto.randomUUID()}`;
 * const listener = await listen(socketId);
 * const host = await connect(socketId);
 * const driver = await listener.accept();
 * await host.write(Uint8Array.of(1, 2, 3));
 * assert.deepEqual(await driver?.read(), Uint8Array.of(1, 2, 3));
 * host.close();
 * driver?.close();
 * listener.close();
 * ```
 *
 * @module
 */
export { memoryPair, type MemoryPairOptions } from "./memory.ts";
export { MemoryListener } from "./memory_listener.ts";
export { connect, type ConnectOptions, listen } from "./socket.ts";
export { type SocketAddress, socketAddress } from "./socket_name.ts";
export type { Listener, Transport } from "./transport.ts";
