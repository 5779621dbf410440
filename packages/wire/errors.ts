/**
 * The errors of messages. The connection survives an {@link RpcError} and, with intact framing, a {@link
 * MalformedError}; it ends with a `ProtocolError` or a `ConnectionError`, which are the transport's.
 *
 * @module
 */
import { FRAME_ERROR_CODES, type FrameErrorCode } from "@fluxwire/transport/internal";
import type { DriverRpcErrorCode, ProtocolVersion } from "./dto.ts";

/** The header of a message whose body could not be read. */
export interface MessageHeader {
  /** The version in the envelope. */
  protocolVersion: ProtocolVersion;
  /** The id to answer with. */
  requestId: bigint;
  /** The session of the message. */
  sessionId: string | null;
  /** The name of the body's variant; null if its number is unknown. */
  body: string | null;
}

/** A failed call. The driver or the peer gives the reason as one of the wire's nine codes. */
export class RpcError extends Error {
  /** The class's name. */
  override readonly name = "RpcError";
  /** Whether a retry may succeed. */
  readonly retriable: boolean;

  /**
   * A call that failed.
   *
   * @param code One of the wire's nine codes.
   * @param message The text that the user sees.
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

/** Bytes that are not a message, or a value that cannot be written as one. */
export class MalformedError extends Error {
  /** The class's name. */
  override readonly name = "MalformedError";
  /** The one code of this class. */
  readonly code = "Malformed";

  /**
   * An error about bytes or a value.
   *
   * @param action The failed action: `decode request in layout 0.6`.
   * @param reason What was expected and what was found.
   * @param offset Byte offset in the payload: where reading failed, or the number of bytes written.
   * @param path The field path, `body.result.columns[3].typeName`; empty for the message itself.
   * @param header The header before the body, if readable.
   * @param options The cause: the error that a getter of the value threw.
   */
  constructor(
    action: string,
    readonly reason: string,
    readonly offset: number,
    readonly path: string,
    readonly header: MessageHeader | null = null,
    options: { cause?: unknown } = {},
  ) {
    super(`Cannot ${action}: ${reason}, at byte ${offset}${path === "" ? "" : ` in ${path}`}`, options);
  }
}

/** The codes of a `ProtocolError` about a message; those about frames are the transport's. */
export const MESSAGE_ERROR_CODES = [
  "HandshakeTimeout",
  "HeaderUnreadable",
  "WrongCodec",
  "WrongLayout",
  "NoCommonLayout",
  "RequestIdMismatch",
  "VersionDrift",
  "UnexpectedResponse",
] as const;

/** Why a connection was closed: the peer broke the protocol, in its frames or in its messages. */
export type ProtocolErrorCode = FrameErrorCode | typeof MESSAGE_ERROR_CODES[number];

/** Every code of a `ProtocolError` on a driver's connection. */
export const PROTOCOL_ERROR_CODES: readonly ProtocolErrorCode[] = [...FRAME_ERROR_CODES, ...MESSAGE_ERROR_CODES];
