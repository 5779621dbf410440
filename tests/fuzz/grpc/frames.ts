/**
 * Sequences of frames that are nearly right: whole conversations in which a seed decides what is wrong.
 *
 * @module
 */
import { type Draw, onceIn, oneOf } from "../../../packages/testing/generate/draw.ts";
import { FLAG, FRAME } from "../../../packages/grpc/http2/frame_type.ts";
import { frame, message, type RawPeer, uint32 } from "../../../packages/grpc/testing/raw_peer.ts";

const NAMES = [
  ":method",
  ":path",
  ":status",
  "content-type",
  "grpc-status",
  "grpc-timeout",
  "te",
  "x-own",
  "a-bin",
  "X-Bad",
];
const VALUES = [
  "",
  "POST",
  "/test.Echo/Say",
  "200",
  "application/grpc",
  "0",
  "5m",
  "trailers",
  "AQ",
  "\0",
  "x".repeat(300),
];
const IDS = [0, 1, 1, 1, 3, 3, 5, 7, 2, 9, 0x7fffffff];
const BYTES = [0, 1, 4, 5, 6, 8, 16, 100, 16_384];
const INCREMENTS = [0, 1, 65_535, 1 << 20, 0x7fffffff];

/** The frames of one conversation, from the end that is not tested. */
export function conversation(draw: Draw, peer: RawPeer, opening: () => Uint8Array[]): Uint8Array[] {
  const frames = opening();
  for (let left = draw.integer(1, 40); left > 0; left--) {
    const next = oneOf(draw, [opening, () => [anyFrame(draw, peer)], () => [anyFrame(draw, peer)]])();
    frames.push(...next.map((one) => onceIn(draw, 8) ? broken(draw, one) : one));
  }
  return frames;
}

/** The bytes of frames, in other pieces than frames. */
export function divided(draw: Draw, frames: readonly Uint8Array[]): Uint8Array[] {
  const bytes = new Uint8Array(frames.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of frames) {
    bytes.set(one, at);
    at += one.length;
  }
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = Math.min(bytes.length, start + draw.integer(1, oneOf(draw, [1, 20, 1_000, 100_000])));
    pieces.push(bytes.slice(start, end));
    start = end;
  }
  return pieces;
}

function anyFrame(draw: Draw, peer: RawPeer): Uint8Array {
  const id = oneOf(draw, IDS);
  const flags = oneOf(draw, [0, 0, FLAG.endStream, FLAG.endHeaders, FLAG.padded, 0x2d, draw.integer(0, 255)]);
  switch (draw.integer(0, 10)) {
    case 0:
      return frame(FRAME.data, flags, id, onceIn(draw, 2) ? message("any") : bytesOf(draw));
    case 1:
      return frame(FRAME.headers, flags | FLAG.endHeaders, id, blockOf(draw, peer));
    case 2:
      return frame(FRAME.priority, flags, id, [...uint32(oneOf(draw, IDS)), 1]);
    case 3:
      return frame(FRAME.rstStream, flags, id, uint32(draw.integer(0, 20)));
    case 4:
      return frame(FRAME.settings, flags, 0, settingsOf(draw));
    case 5:
      return frame(FRAME.ping, flags, 0, new Uint8Array(8));
    case 6:
      return frame(FRAME.goaway, flags, 0, [...uint32(oneOf(draw, IDS)), ...uint32(draw.integer(0, 14))]);
    case 7:
      return frame(FRAME.windowUpdate, flags, id, uint32(oneOf(draw, INCREMENTS)));
    case 8:
      return frame(FRAME.continuation, flags, id, blockOf(draw, peer));
    case 9:
      return frame(FRAME.pushPromise, flags, id, bytesOf(draw));
    default:
      return frame(draw.integer(0, 255), flags, id, bytesOf(draw));
  }
}

function settingsOf(draw: Draw): number[] {
  return Array.from({ length: draw.integer(0, 4) }, () => {
    const value = oneOf(draw, [0, 1, 100, 16_384, 65_535, 0x7fffffff, 0xffffffff]);
    return [0, draw.integer(0, 8), ...uint32(value)];
  }).flat();
}

function blockOf(draw: Draw, peer: RawPeer): Uint8Array {
  if (onceIn(draw, 4)) return bytesOf(draw);
  const fields = Array.from(
    { length: draw.integer(0, 8) },
    () => ({ name: oneOf(draw, NAMES), value: oneOf(draw, VALUES) }),
  );
  const block = peer.block(fields);
  return onceIn(draw, 4) ? broken(draw, block) : block;
}

function bytesOf(draw: Draw): Uint8Array {
  return Uint8Array.from({ length: oneOf(draw, BYTES) }, () => draw.integer(0, 255));
}

/** The same bytes with one changed, or cut off. */
function broken(draw: Draw, bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return bytes;
  const at = draw.integer(0, bytes.length - 1);
  if (onceIn(draw, 3)) return bytes.slice(0, at);
  const changed = bytes.slice();
  changed[at] = draw.integer(0, 255);
  return changed;
}
