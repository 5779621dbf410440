/** Frames between a server and an isolate: the length in 4 bytes, most significant first, then JSON in UTF-8. */
import type { JsonObject } from "../../json/json.ts";
import { stringifyExact } from "../../json/stringify.ts";

/** The longest frame that an isolate may send, in bytes. */
export const MAX_FRAME_BYTES: number = 2 << 20;

/** Bytes that are no frame. */
export class FrameError extends Error {
  override readonly name = "FrameError";
}

/** A message as a frame. */
export function encodeFrame(message: JsonObject): Uint8Array<ArrayBuffer> {
  const body = new TextEncoder().encode(stringifyExact(message));
  const frame = new Uint8Array(4 + body.length);
  new DataView(frame.buffer).setUint32(0, body.length);
  frame.set(body, 4);
  return frame;
}

/** Cuts what an isolate sends into the bodies of frames. */
export class FrameReader {
  #buffer = new Uint8Array(1 << 12);
  #length = 0;

  /**
   * The bodies of the frames that these bytes complete. Each is valid until the next call.
   *
   * @throws {FrameError} for a length beyond {@link MAX_FRAME_BYTES}, before anything of it is kept.
   */
  *push(bytes: Uint8Array): Generator<Uint8Array> {
    this.#append(bytes);
    let start = 0;
    try {
      while (this.#length - start >= 4) {
        const length = new DataView(this.#buffer.buffer).getUint32(start);
        if (length > MAX_FRAME_BYTES) {
          throw new FrameError(`Cannot read frame: length ${length} exceeds ${MAX_FRAME_BYTES} bytes`);
        }
        if (this.#length - start < 4 + length) return;
        yield this.#buffer.subarray(start + 4, start + 4 + length);
        start += 4 + length;
      }
    } finally {
      this.#buffer.copyWithin(0, start, this.#length);
      this.#length -= start;
    }
  }

  #append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#buffer.length) {
      const larger = new Uint8Array(2 * length);
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length = length;
  }
}
