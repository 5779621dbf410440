/**
 * A peer that sends any bytes, for tests of the rules.
 *
 * @module
 */
import { memoryPair, type Transport } from "@fluxwire/transport";
import { deepEqual, equal, ok } from "node:assert/strict";
import { HeaderTemplate, HpackEncoder } from "../hpack/encoder.ts";
import { HpackDecoder } from "../hpack/decoder.ts";
import type { Field } from "../hpack/field.ts";
import { FLAG, FRAME, PREFACE } from "../http2/frame_type.ts";

/** A frame. */
export interface Frame {
  /** Its type's number. */
  type: number;
  /** Its flags. */
  flags: number;
  /** Its stream. */
  id: number;
  /** Its payload. */
  payload: Uint8Array;
}

/** The bytes of a frame. */
export function frame(type: number, flags: number, id: number, payload: ArrayLike<number> = []): Uint8Array {
  const { length } = payload;
  const head = [length >>> 16, length >>> 8, length, type, flags, ...uint32(id)];
  return Uint8Array.from([...head.map((byte) => byte & 255), ...Array.from(payload)]);
}

/** Four bytes. */
export function uint32(value: number): number[] {
  return [value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 255);
}

/** A message with its prefix. */
export function message(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [0, ...uint32(bytes.length), ...bytes];
}

/** The fields of a request. */
export function requestFields(path: string, more: Record<string, string> = {}): Field[] {
  const fields = {
    ":method": "POST",
    ":scheme": "http",
    ":path": path,
    ":authority": "localhost",
    te: "trailers",
    "content-type": "application/grpc",
  };
  return Object.entries({ ...fields, ...more }).map(([name, value]) => ({ name, value }));
}

/** One end of a connection in memory, by hand. */
export class RawPeer {
  /** The end that is tested has this. */
  readonly other: Transport;
  readonly #transport: Transport;
  readonly #encoder = new HpackEncoder();
  readonly #decoder = new HpackDecoder();
  #pending = new Uint8Array(0);

  /** A peer that has sent nothing. */
  constructor(maxBufferedBytes: number = 1 << 24) {
    [this.#transport, this.other] = memoryPair({ maxBufferedBytes });
  }

  /** Sends bytes. */
  async send(...parts: Uint8Array[]): Promise<void> {
    for (const part of parts) await this.#transport.write(part);
  }

  /** Sends what a client sends first. */
  async begin(settings: ArrayLike<number> = []): Promise<void> {
    await this.send(PREFACE, frame(FRAME.settings, 0, 0, settings));
  }

  /** A header block. */
  block(fields: Field[]): Uint8Array {
    return this.#encoder.encode(new HeaderTemplate([]), fields).slice();
  }

  /** Sends a request's headers. */
  async request(id: number, path: string, isEnd: boolean, more: Record<string, string> = {}): Promise<void> {
    const flags = FLAG.endHeaders | (isEnd ? FLAG.endStream : 0);
    await this.send(frame(FRAME.headers, flags, id, this.block(requestFields(path, more))));
  }

  /** The next frame; null at the end. */
  async next(): Promise<Frame | null> {
    for (;;) {
      const bytes = this.#pending;
      const length = bytes.length < 9 ? Infinity : (bytes[0]! << 16) | (bytes[1]! << 8) | bytes[2]!;
      if (bytes.length >= 9 + length) {
        this.#pending = bytes.slice(9 + length);
        const id = new DataView(bytes.buffer, bytes.byteOffset).getUint32(5) & 0x7fffffff;
        return { type: bytes[3]!, flags: bytes[4]!, id, payload: bytes.slice(9, 9 + length) };
      }
      const chunk = await this.#transport.read();
      if (chunk === null) return null;
      const joined = new Uint8Array(bytes.length + chunk.length);
      joined.set(bytes);
      joined.set(chunk, bytes.length);
      this.#pending = joined;
    }
  }

  /** Skips bytes that are no frame: the preface of a client. */
  async skipPreface(): Promise<void> {
    while (this.#pending.length < PREFACE.length) {
      const chunk = await this.#transport.read();
      ok(chunk !== null);
      this.#pending = Uint8Array.from([...this.#pending, ...chunk]);
    }
    deepEqual(this.#pending.slice(0, PREFACE.length), PREFACE);
    this.#pending = this.#pending.slice(PREFACE.length);
  }

  /** The next frame of a type; those before it are dropped. */
  async nextOf(type: number): Promise<Frame> {
    for (;;) {
      const found = await this.next();
      ok(found !== null, `the connection ended before a frame of type ${type}`);
      if (found.type === FRAME.headers && type !== FRAME.headers) this.#decode(found);
      if (found.type === type) return found;
    }
  }

  /** The fields of the next HEADERS. */
  async nextFields(): Promise<Record<string, string>> {
    return Object.fromEntries(this.#decode(await this.nextOf(FRAME.headers)).map(({ name, value }) => [name, value]));
  }

  /** Expects RST_STREAM with a code. */
  async expectReset(id: number, code: number): Promise<void> {
    const { id: actual, payload } = await this.nextOf(FRAME.rstStream);
    deepEqual([actual, [...payload]], [id, uint32(code)]);
  }

  /** Expects GOAWAY with a code, and the end behind it; gives its text. */
  async expectGoaway(code: number): Promise<string> {
    const { payload } = await this.nextOf(FRAME.goaway);
    deepEqual([...payload.subarray(4, 8)], uint32(code));
    const rest = await this.next();
    equal(rest, null);
    return new TextDecoder().decode(payload.subarray(8));
  }

  /** Ends the connection. */
  close(): void {
    this.#transport.close();
  }

  #decode({ payload }: Frame): Field[] {
    return this.#decoder.decode(payload, 0, payload.length, 1 << 20)!;
  }
}
