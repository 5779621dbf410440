/**
 * A socket of Deno as a stream of bytes.
 *
 * @module
 */
import type { ByteStream } from "./byte_stream.ts";

/** A Unix, TCP or TLS connection. */
export class SocketStream implements ByteStream {
  readonly #conn: Deno.Conn;
  #isClosed = false;

  /** Takes a connection over. */
  constructor(conn: Deno.Conn) {
    this.#conn = conn;
  }

  /** Reads into the buffer. */
  read(buffer: Uint8Array): Promise<number | null> {
    return this.#conn.read(buffer);
  }

  /** Writes all; most writes are one call of the system. */
  async write(bytes: Uint8Array): Promise<void> {
    let written = await this.#conn.write(bytes);
    while (written < bytes.length) written += await this.#conn.write(bytes.subarray(written));
  }

  /** Sends the end of this direction. */
  endWriting(): void {
    if (!this.#isClosed) this.#conn.closeWrite().catch(() => {});
  }

  /** Closes the socket. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#conn.close();
  }
}
