/**
 * Reads the messages of a process.
 *
 * @module
 */
import { HEADER_BYTES, KIND, readLength } from "./messages.ts";

/** A message. */
export interface Message {
  /** One of `KIND`. */
  kind: number;
  /** The content, in the pieces in which it arrived. Only those of rows stay valid when the next message is read. */
  parts: Uint8Array[];
}

/** The length of the buffer for reading: as much as a pipe holds. */
const BUFFER_BYTES = 65_536;

/** Rows up to this length are copied, so that the buffer can be used again. */
const COPIED_BYTES = 4_096;

const decoder = new TextDecoder();

/** Splits the output of a process into messages. */
export class MessageReader {
  readonly #reader: ReadableStreamBYOBReader;
  #buffer = new ArrayBuffer(BUFFER_BYTES);
  #isBufferKept = false;
  #isOver = false;
  #chunk: Uint8Array<ArrayBuffer> = new Uint8Array(0);

  constructor(readable: ReadableStream<Uint8Array>) {
    this.#reader = readable.getReader({ mode: "byob" });
  }

  /** The next message; null at the end of the output, also within a message. Short messages need no wait. */
  next(): Message | null | Promise<Message | null> {
    const chunk = this.#chunk, at = chunk.byteOffset;
    if (chunk.length < HEADER_BYTES) return this.#gather();
    const kind = chunk[0]!, length = readLength(chunk, 0), end = HEADER_BYTES + length;
    if (chunk.length < end) return this.#gather();
    this.#chunk = new Uint8Array(chunk.buffer, at + end, chunk.length - end);
    const content = new Uint8Array(chunk.buffer, at + HEADER_BYTES, length);
    return { kind, parts: [kind === KIND.rows ? this.#kept(content) : content] };
  }

  /** The next message, which has not arrived as a whole. */
  async #gather(): Promise<Message | null> {
    if (this.#chunk.length === 0) return await this.#read() ? await this.next() : null;
    const header = await this.#take(HEADER_BYTES);
    if (header === null) return null;
    const bytes = joined(header), kind = bytes[0]!;
    const parts = await this.#take(readLength(bytes, 0));
    return parts === null ? null : { kind, parts };
  }

  async #take(length: number): Promise<Uint8Array[] | null> {
    const parts: Uint8Array[] = [];
    for (let missing = length; missing > 0;) {
      if (this.#chunk.length === 0 && !await this.#read()) return null;
      const part = this.#chunk.subarray(0, missing);
      this.#chunk = this.#chunk.subarray(part.length);
      missing -= part.length;
      parts.push(this.#kept(part));
    }
    return parts;
  }

  /** A part that stays valid: a copy if it is short, otherwise the buffer is not used again. */
  #kept(part: Uint8Array): Uint8Array {
    if (part.length <= COPIED_BYTES) return part.slice();
    this.#isBufferKept = true;
    return part;
  }

  async #read(): Promise<boolean> {
    if (this.#isOver) return false;
    if (this.#isBufferKept) this.#buffer = new ArrayBuffer(BUFFER_BYTES);
    const { value } = await this.#reader.read(new Uint8Array(this.#buffer)).catch(() => ({ value: undefined }));
    if (value === undefined || value.length === 0) {
      this.#isOver = true;
      return false;
    }
    this.#chunk = value;
    this.#buffer = value.buffer;
    this.#isBufferKept = false;
    return true;
  }
}

/** The content of a message as JSON. */
export function contentOf<T>({ parts }: Message): T {
  return JSON.parse(decoder.decode(joined(parts)));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
