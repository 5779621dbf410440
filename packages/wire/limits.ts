/**
 * Limits on memory and waiting. Receivers check each limit before allocating or waiting.
 *
 * @module
 */
import { type ConnectionLimits, DEFAULT_CONNECTION_LIMITS } from "@fluxwire/transport/internal";

/** Every limit of a connection and of the codec. */
export interface Limits extends ConnectionLimits {
  /**
   * The deepest nesting of values, filters and fields: deeper ones could overflow the stack.
   *
   * @default {64}
   */
  maxDepth: number;
  /**
   * List elements and map entries of a response: a small frame can hold enough values to fill the memory.
   * A byte string or a document in a cell counts as eight, an array as four.
   *
   * @default {4000000}
   */
  maxResponseValues: number;
  /**
   * List elements and map entries of a request: any local process can send one.
   *
   * @default {100000}
   */
  maxRequestValues: number;
  /**
   * How long a driver waits for Hello, and a host for its answer, in milliseconds.
   *
   * @default {5000}
   */
  handshakeTimeoutMs: number;
  /**
   * The longest frame before Hello is accepted, in bytes: a stranger must not fill memory, and a Hello takes a few
   * hundred. All frames before Hello together may have `maxHelloAttempts` times as much.
   *
   * @default {65536}
   */
  maxHelloBytes: number;
  /**
   * Connections whose Hello has not been accepted, counted apart from `maxConnections`, so that strangers take no
   * host's place. One more takes the place of the one that has been silent longest.
   *
   * @default {64}
   */
  maxStrangers: number;
  /**
   * Connections a driver serves at once: each costs a file descriptor and buffers. Counted from Hello on.
   *
   * @default {64}
   */
  maxConnections: number;
  /**
   * Open sessions of one connection: the real host uses one.
   *
   * @default {64}
   */
  maxSessions: number;
  /**
   * Requests of one connection that wait for their answer: the real host sends one at a time.
   *
   * @default {32}
   */
  maxInFlight: number;
  /**
   * Refused Hellos and other requests before Hello until the connection is closed, which slows down guessing.
   *
   * @default {3}
   */
  maxHelloAttempts: number;
}

/** The default limits. */
export const DEFAULT_LIMITS: Readonly<Limits> = {
  ...DEFAULT_CONNECTION_LIMITS,
  maxDepth: 64,
  maxResponseValues: 4_000_000,
  maxRequestValues: 100_000,
  handshakeTimeoutMs: 5_000,
  maxHelloBytes: 65_536,
  maxStrangers: 64,
  maxConnections: 64,
  maxSessions: 64,
  maxInFlight: 32,
  maxHelloAttempts: 3,
};
