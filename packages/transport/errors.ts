/**
 * What can go wrong with a stream of frames. After either error the connection is over.
 *
 * @module
 */

/** The codes of a {@link ProtocolError} that a {@link Connection} itself gives. */
export const FRAME_ERROR_CODES = ["FrameTooLong", "FrameEmpty", "FrameTimeout", "QueueFull"] as const;

/** How frames, or what waits to be written as frames, broke the protocol. */
export type FrameErrorCode = typeof FRAME_ERROR_CODES[number];

/**
 * The peer broke the protocol: every call in flight rejects, the connection is closed.
 *
 * @typeParam Code The codes of the protocol. Those of frames are {@link FrameErrorCode}; a protocol adds its own.
 */
export class ProtocolError<Code extends string = string> extends Error {
  /** The class's name. */
  override readonly name = "ProtocolError";

  /**
   * A broken protocol.
   *
   * @param code What was broken.
   * @param message The action, the value, the limit and the remedy.
   */
  constructor(readonly code: Code, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
  }
}

/** Every code of a {@link ConnectionError}. */
export const CONNECTION_ERROR_CODES = [
  "SocketNameInvalid",
  "SocketInUse",
  "SocketUnreachable",
  "SocketForeign",
  "PermissionMissing",
  "TlsFailed",
  "ConnectionClosed",
  "FrameTruncated",
  "Timeout",
  "Draining",
] as const;

/** Why there is no connection. */
export type ConnectionErrorCode = typeof CONNECTION_ERROR_CODES[number];

/** The stream ended, was refused or could not be reached: every call in flight rejects. */
export class ConnectionError extends Error {
  /** The class's name. */
  override readonly name = "ConnectionError";

  /**
   * An error of a connection.
   *
   * @param code What happened.
   * @param message The action, the name and the remedy.
   */
  constructor(readonly code: ConnectionErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
  }
}
