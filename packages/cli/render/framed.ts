/**
 * A single frame, for example in a file.
 *
 * @module
 */
import { FrameDecoder } from "@fluxwire/transport";
import { MalformedError } from "@fluxwire/wire";

/**
 * The payload of a single frame.
 *
 * @throws {ProtocolError} `FrameEmpty`, `FrameTooLong`.
 * @throws {ConnectionError} `FrameTruncated`.
 * @throws {MalformedError} for bytes after the frame.
 */
export function unframe(bytes: Uint8Array): Uint8Array {
  const frames = new FrameDecoder();
  const [payload, next] = frames.push(bytes);
  if (payload === undefined) {
    frames.end();
    throw new MalformedError("read frame", "expected a length, found no bytes", 0, "");
  }
  if (next === undefined && frames.pending === 0 && frames.failure === null) return payload;
  const end = payload.byteOffset - bytes.byteOffset + payload.length;
  throw new MalformedError("read frame", `expected the end of input, found ${bytes.length - end} more bytes`, end, "");
}
