/**
 * The pipes between the driver and the database's process, as a transport for frames.
 *
 * @module
 */
import { ConnectionError } from "@fluxwire/sdk";
import type { Listener, Transport } from "@fluxwire/transport";

/** A transport over two byte streams. Closing it settles pending reads and writes. */
export class PipeTransport implements Transport {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #ended = Promise.withResolvers<void>();

  constructor(readable: ReadableStream<Uint8Array>, writable: WritableStream<Uint8Array>) {
    this.#reader = readable.getReader();
    this.#writer = writable.getWriter();
    // Reads and writes report the end.
    this.#writer.closed.catch(() => {});
  }

  /** Resolves when the stream has ended or this end is closed. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  async read(): Promise<Uint8Array | null> {
    const { value } = await this.#reader.read().catch(() => ({ value: undefined }));
    if (value === undefined) this.#ended.resolve();
    return value ?? null;
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      await this.#writer.write(bytes);
    } catch (cause) {
      throw new ConnectionError("ConnectionClosed", "Cannot write: the other process has ended", { cause });
    }
  }

  close(): void {
    this.#ended.resolve();
    this.#reader.cancel().catch(() => {});
    this.#writer.abort().catch(() => {});
  }
}

/** A listener with one connection: a server uses the pipe like a socket. */
export class PipeListener implements Listener {
  readonly #pipe: PipeTransport;
  #isAccepted = false;

  constructor(pipe: PipeTransport) {
    this.#pipe = pipe;
  }

  async accept(): Promise<Transport | null> {
    if (this.#isAccepted) {
      await this.#pipe.ended;
      return null;
    }
    this.#isAccepted = true;
    return this.#pipe;
  }

  close(): void {
    this.#pipe.close();
  }
}
