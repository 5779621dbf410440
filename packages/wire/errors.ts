/**
 * What can go wrong with a message. After an {@link RpcError} and, where framing is intact, a {@link MalformedError} the
 * connection lives; after a `ProtocolError` or a `ConnectionError`, which are the transport's, it is over.
 *
 * @module
 */
import { FRAME_ERROR_CODES, type FrameErrorCode } from "@fluxwire/transport";
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
   * @param options The cause: what a getter of the value threw.
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

/** Why a connection was given up: the peer broke the protocol, in its frames or in its messages. */
export type ProtocolErrorCode = FrameErrorCode | typeof MESSAGE_ERROR_CODES[number];

/** Every code of a `ProtocolError` on a driver's connection. */
export const PROTOCOL_ERROR_CODES: readonly ProtocolErrorCode[] = [...FRAME_ERROR_CODES, ...MESSAGE_ERROR_CODES];
