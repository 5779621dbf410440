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

/** Splits the output of a process into messages. */
export class AnswerReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);

  constructor(readable: ReadableStream<Uint8Array>) {
    this.#reader = readable.getReader();
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
      if (this.#chunk.length === 0) {
        const { value } = await this.#reader.read().catch(() => ({ value: undefined }));
        if (value === undefined) return null;
        this.#chunk = value;
      }
      const part = this.#chunk.subarray(0, missing);
      this.#chunk = this.#chunk.subarray(part.length);
      missing -= part.length;
      parts.push(part);
    }
    return parts;
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
