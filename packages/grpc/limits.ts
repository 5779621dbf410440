/**
 * What bounds the memory and the waiting of one end. Receivers check each limit before allocating or waiting.
 *
 * @module
 */

/** The limits of a server or a client. */
export interface GrpcLimits {
  /**
   * Streams that the peer may have open at once on one connection; SETTINGS announce it, and more are refused with
   * REFUSED_STREAM. Each may hold a window and a message.
   *
   * @default {256}
   */
  maxStreams: number;
  /**
   * The size of a header list, 32 bytes for each field included; larger ones end the call with RESOURCE_EXHAUSTED.
   *
   * @default {16384}
   */
  maxHeaderListBytes: number;
  /**
   * CONTINUATION frames of one header block; more end the connection with ENHANCE_YOUR_CALM.
   *
   * @default {8}
   */
  maxContinuations: number;
  /**
   * Streams that the peer may reset at once: opening and resetting costs it little and the server much. More end the
   * connection with ENHANCE_YOUR_CALM.
   *
   * @default {1000}
   */
  maxResets: number;
  /**
   * How many resets more are allowed with each second.
   *
   * @default {33}
   */
  resetsPerSecond: number;
  /**
   * Control frames that wait because the peer does not read; more end the connection with ENHANCE_YOUR_CALM. Their number
   * alone is no offence: Go's programs send many PINGs to measure bandwidth.
   *
   * @default {1000}
   */
  maxControlFrames: number;
  /**
   * The longest message that is received, in bytes; a longer one ends its call with RESOURCE_EXHAUSTED.
   *
   * @default {4194304}
   */
  maxReceiveBytes: number;
  /**
   * The longest message that is sent, in bytes; a longer one fails with RESOURCE_EXHAUSTED, and nothing of it is sent.
   *
   * @default {4194304}
   */
  maxSendBytes: number;
  /**
   * Bytes of one stream that wait for the peer's window; a message beyond that fails with RESOURCE_EXHAUSTED, except as
   * the only one.
   *
   * @default {4194304}
   */
  maxQueuedBytes: number;
  /**
   * Bytes of one stream that the peer may send before the application takes them: what a flooding peer costs.
   *
   * @default {262144}
   */
  streamWindowBytes: number;
  /**
   * Bytes of all streams of a connection that may wait for the application; the peer gets no more window meanwhile.
   *
   * @default {16777216}
   */
  maxUnreadBytes: number;
  /**
   * Connections of one server at once; more are closed as they come.
   *
   * @default {1024}
   */
  maxConnections: number;
  /**
   * Calls of one client that wait because the server allows no further stream; more fail with RESOURCE_EXHAUSTED.
   *
   * @default {4096}
   */
  maxWaitingCalls: number;
  /**
   * How long the peer may take for TLS, and for its first SETTINGS, in milliseconds; then the connection ends with
   * SETTINGS_TIMEOUT. A client that does not finish TLS counts as a connection until it goes: Deno cannot close it.
   *
   * @default {5000}
   */
  handshakeTimeoutMs: number;
  /**
   * How long a connection without a stream may live, in milliseconds; 0 is for ever, as some peers are silent for days.
   *
   * @default {0}
   */
  idleTimeoutMs: number;
}

/** The limits that hold unless options say otherwise. */
export const DEFAULT_GRPC_LIMITS: Readonly<GrpcLimits> = {
  maxStreams: 256,
  maxHeaderListBytes: 16_384,
  maxContinuations: 8,
  maxResets: 1_000,
  resetsPerSecond: 33,
  maxControlFrames: 1_000,
  maxReceiveBytes: 4_194_304,
  maxSendBytes: 4_194_304,
  maxQueuedBytes: 4_194_304,
  streamWindowBytes: 262_144,
  maxUnreadBytes: 16_777_216,
  maxConnections: 1_024,
  maxWaitingCalls: 4_096,
  handshakeTimeoutMs: 5_000,
  idleTimeoutMs: 0,
};
