/**
 * What kind of picture bytes are, by the bytes themselves: what a client has called them is not believed. Pictures that can have
 * scripts or load others, such as SVG, are none here, and neither are those whose pixels would fill a browser's memory.
 */

/** The most pixels of a picture. */
const MAX_PIXELS = 4_096 * 4_096;

/** The type of a picture that a page may show; `null` for any other bytes. */
export function pictureType(bytes: Uint8Array): string | null {
  for (const { type, sizeOf } of KINDS) {
    const size = sizeOf(bytes);
    if (size === null) continue;
    const [width, height] = size;
    return width > 0 && height > 0 && width * height <= MAX_PIXELS ? type : null;
  }
  return null;
}

type Size = readonly [width: number, height: number];

interface Kind {
  readonly type: string;
  /** The width and height; `null` for another kind, or a picture that is cut off. */
  sizeOf(bytes: Uint8Array): Size | null;
}

const KINDS: readonly Kind[] = [
  {
    type: "image/png",
    sizeOf: (bytes) => begins(bytes, "\x89PNG\r\n\x1a\n", 0) && begins(bytes, "IHDR", 12) ? big32(bytes, 16) : null,
  },
  { type: "image/gif", sizeOf: (bytes) => /^GIF8[79]a$/.test(text(bytes, 0, 6)) ? little16(bytes, 6) : null },
  { type: "image/jpeg", sizeOf: jpegSize },
  {
    type: "image/webp",
    sizeOf: (bytes) => begins(bytes, "RIFF", 0) && begins(bytes, "WEBP", 8) ? webpSize(bytes) : null,
  },
];

/** The size stands in the first frame's header: behind parts that each say how long they are. */
function jpegSize(bytes: Uint8Array): Size | null {
  if (!begins(bytes, "\xff\xd8\xff", 0)) return null;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1]!, isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    const length = bytes[at + 2]! << 8 | bytes[at + 3]!;
    if (isFrame) return [bytes[at + 7]! << 8 | bytes[at + 8]!, bytes[at + 5]! << 8 | bytes[at + 6]!];
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}

function webpSize(bytes: Uint8Array): Size | null {
  const kind = text(bytes, 12, 4), view = viewOf(bytes, 30);
  if (view === null) return null;
  if (kind === "VP8X") return [(view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(26, true) >>> 8) + 1];
  if (kind === "VP8 ") return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
  if (kind !== "VP8L") return null;
  const bits = view.getUint32(21, true);
  return [(bits & 0x3fff) + 1, (bits >>> 14 & 0x3fff) + 1];
}

function big32(bytes: Uint8Array, at: number): Size | null {
  const view = viewOf(bytes, at + 8);
  return view === null ? null : [view.getUint32(at), view.getUint32(at + 4)];
}

function little16(bytes: Uint8Array, at: number): Size | null {
  const view = viewOf(bytes, at + 4);
  return view === null ? null : [view.getUint16(at, true), view.getUint16(at + 2, true)];
}

/** A view of bytes that has so many of them; `null` for fewer. */
function viewOf({ buffer, byteOffset, length }: Uint8Array, needed: number): DataView | null {
  return length < needed ? null : new DataView(buffer, byteOffset, length);
}

function begins(bytes: Uint8Array, sign: string, at: number): boolean {
  return text(bytes, at, sign.length) === sign;
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
