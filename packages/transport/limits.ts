/**
 * What bounds the memory and the waiting of one connection. Receivers check each limit before allocating or waiting.
 *
 * @module
 */

/** The limits of a connection. */
export interface ConnectionLimits {
  /**
   * The longest payload of a frame, in bytes: the protocol's own limit (PROTOCOL.md#limits).
   *
   * @default {16777216}
   */
  maxFrameBytes: number;
  /**
   * How long a frame that has begun may take to finish, in milliseconds.
   *
   * @default {10000}
   */
  frameTimeoutMs: number;
  /**
   * Bytes waiting to be written to one connection: a peer that does not read must not fill memory.
   *
   * @default {33554432}
   */
  maxQueuedBytes: number;
}

/** The limits that hold unless options say otherwise. */
export const DEFAULT_CONNECTION_LIMITS: Readonly<ConnectionLimits> = {
  maxFrameBytes: 16_777_216,
  frameTimeoutMs: 10_000,
  maxQueuedBytes: 33_554_432,
};
