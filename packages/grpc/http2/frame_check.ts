/**
 * The rules for a frame's length and stream that need no state (RFC 9113, 6).
 *
 * @module
 */
import { connectionFault } from "./error_code.ts";
import { FLAG, FRAME } from "./frame_type.ts";
import { SETTING_BYTES } from "./peer_settings.ts";

/** The payload's exact length, of frames that have one. */
const LENGTHS: Readonly<Record<number, readonly [name: string, length: number]>> = {
  [FRAME.rstStream]: ["RST_STREAM", 4],
  [FRAME.ping]: ["PING", 8],
  [FRAME.windowUpdate]: ["WINDOW_UPDATE", 4],
};

/** Frames of one stream. */
const OF_STREAM: ReadonlySet<number> = new Set([
  FRAME.data,
  FRAME.headers,
  FRAME.priority,
  FRAME.rstStream,
  FRAME.continuation,
]);
/** Frames of the connection. */
const OF_CONNECTION: ReadonlySet<number> = new Set([FRAME.settings, FRAME.ping, FRAME.goaway]);

/** The bytes of GOAWAY in front of its text. */
const GOAWAY_BYTES = 8;

/**
 * Refuses a frame that no stream and no connection may have.
 *
 * @throws {ProtocolError} `PROTOCOL_ERROR` or `FRAME_SIZE_ERROR`.
 */
export function checkFrame(type: number, flags: number, streamId: number, length: number): void {
  if (streamId === 0 ? OF_STREAM.has(type) : OF_CONNECTION.has(type)) {
    const place = streamId === 0 ? "the connection" : `stream ${streamId}`;
    throw connectionFault("PROTOCOL_ERROR", `Cannot read frame: type ${type} is not allowed on ${place}`);
  }
  const exact = LENGTHS[type];
  if (exact !== undefined && length !== exact[1]) throw wrongSize(exact[0], length);
  if (type === FRAME.goaway && length < GOAWAY_BYTES) throw wrongSize("GOAWAY", length);
  if (type !== FRAME.settings) return;
  if (length % SETTING_BYTES !== 0 || ((flags & FLAG.ack) !== 0 && length > 0)) throw wrongSize("SETTINGS", length);
}

function wrongSize(name: string, length: number): Error {
  return connectionFault("FRAME_SIZE_ERROR", `Cannot read ${name}: its length is ${length}`);
}
