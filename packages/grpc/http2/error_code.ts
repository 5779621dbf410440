/**
 * The error codes of HTTP/2 (RFC 9113, 7).
 *
 * @module
 */
import { ProtocolError } from "@fluxwire/transport";

/** The codes by their names. */
export const HTTP2_CODES = {
  NO_ERROR: 0x0,
  PROTOCOL_ERROR: 0x1,
  INTERNAL_ERROR: 0x2,
  FLOW_CONTROL_ERROR: 0x3,
  SETTINGS_TIMEOUT: 0x4,
  STREAM_CLOSED: 0x5,
  FRAME_SIZE_ERROR: 0x6,
  REFUSED_STREAM: 0x7,
  CANCEL: 0x8,
  COMPRESSION_ERROR: 0x9,
  CONNECT_ERROR: 0xa,
  ENHANCE_YOUR_CALM: 0xb,
  INADEQUATE_SECURITY: 0xc,
  HTTP_1_1_REQUIRED: 0xd,
} as const;

/** A code's name. */
export type Http2Code = keyof typeof HTTP2_CODES;

/** The codes with which this package ends a connection. */
export const HTTP2_ERROR_CODES = [
  "PROTOCOL_ERROR",
  "FLOW_CONTROL_ERROR",
  "SETTINGS_TIMEOUT",
  "STREAM_CLOSED",
  "FRAME_SIZE_ERROR",
  "COMPRESSION_ERROR",
  "ENHANCE_YOUR_CALM",
] as const;

/** Why this package ended a connection. */
export type Http2ErrorCode = typeof HTTP2_ERROR_CODES[number];

const NAMES: readonly string[] = Object.keys(HTTP2_CODES);

/** The name of a code that a peer sent, or its number if it is unknown. */
export function http2CodeName(code: number): string {
  return NAMES[code] ?? `0x${code.toString(16)}`;
}

/** The peer broke HTTP/2, or passed a limit, so that the connection ends with GOAWAY. */
export function connectionFault(code: Http2ErrorCode, message: string): ProtocolError<Http2ErrorCode> {
  return new ProtocolError(code, message);
}
