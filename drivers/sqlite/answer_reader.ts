/**
 * Reads the messages of the database's process.
 *
 * @module
 */
import { HEADER_BYTES } from "./messages.ts";

/** A message. */
export interface Message {
  /** One of `KIND`. */
  kind: number;
  /** The content, in the pieces in which it arrived; they are not copied. */
  parts: Uint8Array[];
}

/** The length of the buffer for reading: as much as a pipe holds. */
const BUFFER_BYTES = 65_536;

/** Pieces up to this length are copied, so that the buffer can be used again. */
const COPIED_BYTES = 4_096;

/** Splits the output of a process into messages. */
export class AnswerReader {
  readonly #reader: ReadableStreamBYOBReader;
  #buffer = new ArrayBuffer(BUFFER_BYTES);
  #isBufferKept = false;
  #chunk: Uint8Array<ArrayBuffer> = new Uint8Array(0);

  constructor(readable: ReadableStream<Uint8Array>) {
    this.#reader = readable.getReader({ mode: "byob" });
  }

  /** The next message; null at the end of the output, also within a message. */
  async next(): Promise<Message | null> {
    const header = await this.#take(HEADER_BYTES);
    if (header === null) return null;
    const bytes = joined(header);
    const parts = await this.#take(new DataView(bytes.buffer, bytes.byteOffset).getUint32(1, true));
    return parts === null ? null : { kind: bytes[0]!, parts };
  }

  async #take(length: number): Promise<Uint8Array[] | null> {
    const parts: Uint8Array[] = [];
    for (let missing = length; missing > 0;) {
      if (this.#chunk.length === 0 && !await this.#read()) return null;
      const part = this.#chunk.subarray(0, missing);
      this.#chunk = this.#chunk.subarray(part.length);
      missing -= part.length;
      parts.push(part.length <= COPIED_BYTES ? part.slice() : part);
      this.#isBufferKept ||= part.length > COPIED_BYTES;
    }
    return parts;
  }

  async #read(): Promise<boolean> {
    if (this.#isBufferKept) this.#buffer = new ArrayBuffer(BUFFER_BYTES);
    const { value } = await this.#reader.read(new Uint8Array(this.#buffer)).catch(() => ({ value: undefined }));
    if (value === undefined || value.length === 0) return false;
    this.#chunk = value;
    this.#buffer = value.buffer;
    this.#isBufferKept = false;
    return true;
  }
}

/** The content of a message as JSON. */
export function contentOf<T>({ parts }: Message): T {
  return JSON.parse(new TextDecoder().decode(joined(parts)));
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
