/**
 * What can go wrong on a connection. The class says what survives: after an {@link RpcError} and, where framing is
 * intact, a {@link MalformedError} the connection lives; after a {@link ProtocolError} or {@link ConnectionError} it is over.
 *
 * @module
 */
import type { DriverRpcErrorCode, ProtocolVersion } from "./dto.ts";

/** The header of a message whose body could not be read. */
export interface MessageHeader {
  /** The version the peer stamped. */
  protocolVersion: ProtocolVersion;
  /** The id to answer with. */
  requestId: bigint;
  /** The session it is for. */
  sessionId: string | null;
  /** The variant's name, or null where its number is unknown. */
  body: string | null;
}

/** This call failed; the driver or the peer says why in one of the wire's nine codes. */
export class RpcError extends Error {
  /** The class's name. */
  override readonly name = "RpcError";
  /** Whether trying again may help. */
  readonly retriable: boolean;

  /**
   * A call that failed.
   *
   * @param code One of the wire's nine codes.
   * @param message What the user sees.
   */
  constructor(
    readonly code: DriverRpcErrorCode,
    message: string,
    options: { retriable?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.retriable = options.retriable ?? false;
  }
}

/** Bytes that are no message, or a value that cannot be one. */
export class MalformedError extends Error {
  /** The class's name. */
  override readonly name = "MalformedError";
  /** The one code of this class. */
  readonly code = "Malformed";

  /**
   * Bytes or a value at fault.
   *
   * @param action What was tried: `decode request in layout 0.6`.
   * @param reason What was found and what was expected.
   * @param offset Byte offset in the payload: where reading failed, or how much had been written.
   * @param path The field path, `body.result.columns[3].typeName`; empty for the message itself.
   * @param header What stands before the body, where it could be read.
   */
  constructor(
    action: string,
    readonly reason: string,
    readonly offset: number,
    readonly path: string,
    readonly header: MessageHeader | null = null,
  ) {
    super(`Cannot ${action}: ${reason}, at byte ${offset}${path === "" ? "" : ` in ${path}`}`);
  }
}

/** Every code of a {@link ProtocolError}. */
export const PROTOCOL_ERROR_CODES = [
  "FrameTooLong",
  "FrameEmpty",
  "FrameTimeout",
  "HandshakeTimeout",
  "HeaderUnreadable",
  "WrongCodec",
  "WrongLayout",
  "NoCommonLayout",
  "RequestIdMismatch",
  "VersionDrift",
  "UnexpectedResponse",
  "QueueFull",
] as const;

/** Why a connection was given up: the peer broke the protocol. */
export type ProtocolErrorCode = typeof PROTOCOL_ERROR_CODES[number];

/** The peer broke the protocol: every call in flight rejects, the connection is closed. */
export class ProtocolError extends Error {
  /** The class's name. */
  override readonly name = "ProtocolError";

  /**
   * A broken protocol.
   *
   * @param code What was broken.
   * @param message The action, the value, the limit and the remedy.
   */
  constructor(readonly code: ProtocolErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
  }
}

/** Every code of a {@link ConnectionError}. */
export const CONNECTION_ERROR_CODES = [
  "SocketNameInvalid",
  "SocketInUse",
  "SocketUnreachable",
  "PermissionMissing",
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
   * A connection that is not there.
   *
   * @param code What happened.
   * @param message The action, the name and the remedy.
   */
  constructor(readonly code: ConnectionErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
  }
}
