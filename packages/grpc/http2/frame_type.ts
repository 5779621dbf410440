/**
 * The frames of HTTP/2 by number (RFC 9113, 6), and their flags.
 *
 * @module
 */

/** Bytes in front of each frame's payload. */
export const FRAME_HEADER_BYTES = 9;

/** Numbers of the frames; others are ignored. */
export const FRAME = {
  data: 0,
  headers: 1,
  priority: 2,
  rstStream: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goaway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

/** Flags; which frames have them is in the name's frame. */
export const FLAG = {
  /** DATA, HEADERS: the sender's last frame of the stream, except CONTINUATION. */
  endStream: 0x1,
  /** SETTINGS, PING: an answer. */
  ack: 0x1,
  /** HEADERS, CONTINUATION: the block is complete. */
  endHeaders: 0x4,
  /** DATA, HEADERS: the first byte is the length of the padding. */
  padded: 0x8,
  /** HEADERS: five bytes of priority come first. */
  priority: 0x20,
} as const;

/** What a client sends first. */
export const PREFACE: Uint8Array = new TextEncoder().encode("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/** The payload of a frame that every peer takes (RFC 9113, 4.2). */
export const DEFAULT_FRAME_BYTES = 16_384;

/** The window that every stream and connection begins with (RFC 9113, 6.9.2). */
export const DEFAULT_WINDOW_BYTES = 65_535;

/** The largest window. */
export const MAX_WINDOW_BYTES = 0x7fffffff;

/** The largest number of a stream. */
export const MAX_STREAM_ID = 0x7fffffff;
