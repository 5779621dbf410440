/**
 * Lines of text over a transport, each of bounded length.
 *
 * @module
 */
import { ConnectionError, ProtocolError, type Transport } from "@fluxwire/transport";

const NEWLINE = 0x0a;

const utf8 = new TextEncoder();

/** Reads lines; one read may be under way at a time. */
export class LineReader {
  readonly #transport: Transport;
  readonly #maxBytes: number;
  /** The next lines that arrived. */
  #chunks: Uint8Array[] = [];
  #bytes = 0;

  /** @param maxBytes The longest line, its end not counted. */
  constructor(transport: Transport, maxBytes: number) {
    this.#transport = transport;
    this.#maxBytes = maxBytes;
  }

  /**
   * The next line without its end; null at the end of the stream.
   *
   * @throws {ProtocolError} `FrameTooLong` before more than the limit is kept.
   * @throws {ConnectionError} `FrameTruncated` if the stream ends within a line; `ConnectionClosed` if it breaks.
   */
  async next(): Promise<string | null> {
    for (;;) {
      const line = this.#take();
      if (line !== null) return line;
      const chunk = await this.#transport.read();
      if (chunk === null) return this.#end();
      this.#chunks.push(chunk.slice());
      this.#bytes += chunk.length;
    }
  }

  /** The first line of what has come. */
  #take(): string | null {
    const last = this.#chunks.at(-1);
    const first = this.#chunks[0];
    const hasEnd = (last?.includes(NEWLINE) ?? false) || (first?.includes(NEWLINE) ?? false);
    if (!hasEnd) {
      if (this.#bytes > this.#maxBytes) throw this.#tooLong();
      return null;
    }
    const all = this.#chunks.length === 1 ? first! : concat(this.#chunks, this.#bytes);
    const end = all.indexOf(NEWLINE);
    if (end > this.#maxBytes) throw this.#tooLong();
    const rest = all.subarray(end + 1);
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#bytes = rest.length;
    return new TextDecoder().decode(all.subarray(0, end));
  }

  #end(): null {
    if (this.#bytes === 0) return null;
    throw new ConnectionError("FrameTruncated", `Cannot read line: the stream ended after ${this.#bytes} bytes of it`);
  }

  #tooLong(): ProtocolError {
    return new ProtocolError("FrameTooLong", `Cannot read line: it exceeds ${this.#maxBytes} bytes`);
  }
}

/** Writes one value as a line. */
export function writeJsonLine(transport: Transport, value: unknown): Promise<void> {
  return transport.write(utf8.encode(`${JSON.stringify(value)}\n`));
}

function concat(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
