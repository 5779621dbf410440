/**
 * Messages out of the bytes of DATA: a flag, a length, and that many bytes.
 *
 * @module
 */
import { MESSAGE_PREFIX_BYTES } from "../http2/stream.ts";
import { GrpcError } from "./grpc_error.ts";

/** What is reserved for a message before more of it has come: its length is only announced. */
const FIRST_BYTES = 65_536;

/** Collects the messages of one stream. */
export class Deframer {
  readonly #maxBytes: number;
  readonly #onMessage: (message: Uint8Array) => void;
  #prefix: number[] = [];
  #body: Uint8Array | null = null;
  #length = 0;
  #filled = 0;

  /**
   * Nothing came yet.
   *
   * @param onMessage Takes each message, which is its to keep.
   */
  constructor(maxBytes: number, onMessage: (message: Uint8Array) => void) {
    this.#maxBytes = maxBytes;
    this.#onMessage = onMessage;
  }

  /** Whether a message has begun and is not complete. */
  get isPartial(): boolean {
    return this.#body !== null || this.#prefix.length > 0;
  }

  /**
   * Takes the next bytes.
   *
   * @throws {GrpcError} `RESOURCE_EXHAUSTED` for a message above the limit, before it is waited for; `UNIMPLEMENTED` for a
   * compressed one; `INTERNAL` for another flag.
   */
  take(buffer: Uint8Array, start: number, end: number): void {
    let at = start;
    while (at < end) {
      if (this.#body !== null) {
        at = this.#fill(buffer, at, end);
        continue;
      }
      if (this.#prefix.length === 0 && end - at >= MESSAGE_PREFIX_BYTES) {
        this.#begin(buffer[at]!, length(buffer[at + 1]!, buffer[at + 2]!, buffer[at + 3]!, buffer[at + 4]!));
        at += MESSAGE_PREFIX_BYTES;
        if (this.#length <= end - at) {
          this.#onMessage(buffer.slice(at, at + this.#length));
          at += this.#length;
          continue;
        }
      } else {
        this.#prefix.push(buffer[at++]!);
        if (this.#prefix.length < MESSAGE_PREFIX_BYTES) continue;
        const [flag, a, b, c, d] = this.#prefix;
        this.#prefix = [];
        this.#begin(flag!, length(a!, b!, c!, d!));
      }
      this.#body = new Uint8Array(Math.min(this.#length, FIRST_BYTES));
      this.#filled = 0;
      at = this.#fill(buffer, at, end);
    }
  }

  #begin(flag: number, bytes: number): void {
    if (flag === 1) throw new GrpcError("UNIMPLEMENTED", "compressed messages are not supported; send them without");
    if (flag > 1) throw new GrpcError("INTERNAL", `message has the unknown flag ${flag}`);
    if (bytes > this.#maxBytes) {
      const message = `message of ${bytes} bytes exceeds the limit of ${this.#maxBytes} received bytes`;
      throw new GrpcError("RESOURCE_EXHAUSTED", message);
    }
    this.#length = bytes;
  }

  #fill(buffer: Uint8Array, start: number, end: number): number {
    let body = this.#body!;
    const count = Math.min(end - start, this.#length - this.#filled);
    if (this.#filled + count > body.length) {
      const larger = new Uint8Array(Math.min(this.#length, Math.max(2 * body.length, this.#filled + count)));
      larger.set(body.subarray(0, this.#filled));
      this.#body = body = larger;
    }
    body.set(buffer.subarray(start, start + count), this.#filled);
    this.#filled += count;
    if (this.#filled === this.#length) {
      this.#body = null;
      this.#onMessage(body);
    }
    return start + count;
  }
}

function length(a: number, b: number, c: number, d: number): number {
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}
