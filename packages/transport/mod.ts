/**
 * What carries bytes between programs: sockets by name, memory for tests, frames, and a connection that keeps both
 * directions in order. Knows no protocol.
 *
 * @example A listener and a connection to it
 * ```ts
 * import { connect, listen } from "@fluxwire/transport";
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
export { type Clock, MAX_TIMER_MS, SYSTEM_CLOCK } from "./clock.ts";
export { ManualClock, type ManualTimer } from "./manual_clock.ts";
export { Connection, type ConnectionOptions } from "./connection.ts";
export {
  CONNECTION_ERROR_CODES,
  ConnectionError,
  type ConnectionErrorCode,
  FRAME_ERROR_CODES,
  type FrameErrorCode,
  ProtocolError,
} from "./errors.ts";
export { encodeFrame, FrameDecoder } from "./frame.ts";
export { Gate } from "./gate.ts";
export { LIFELINE_VARIABLE, lifelineEnd } from "./lifeline.ts";
export { type ConnectionLimits, DEFAULT_CONNECTION_LIMITS } from "./limits.ts";
export { memoryPair, type MemoryPairOptions } from "./memory.ts";
export { MemoryListener } from "./memory_listener.ts";
export { connect, type ConnectOptions, listen } from "./socket.ts";
export { type SocketAddress, socketAddress } from "./socket_name.ts";
export type { Listener, Transport } from "./transport.ts";
export { onAbort } from "./on_abort.ts";
export { aborted, pause, TIMED_OUT, within } from "./within.ts";
