/**
 * A transport that gives what it is given, and takes all that is written.
 *
 * @module
 */
import type { Transport } from "@fluxwire/transport";

/** The bytes of a peer that sends a script. */
export class ScriptedTransport implements Transport {
  /** How many bytes were written to it. */
  writtenBytes = 0;
  readonly #pieces: Uint8Array[];
  readonly #end = Promise.withResolvers<null>();
  readonly #read = Promise.withResolvers<void>();

  /** A peer that sends these pieces, then waits. */
  constructor(pieces: readonly Uint8Array[]) {
    this.#pieces = [...pieces];
  }

  /** Resolves when all pieces were read, or the transport is closed. */
  get allRead(): Promise<void> {
    return this.#read.promise;
  }

  /** The next piece. */
  read(): Promise<Uint8Array | null> {
    const piece = this.#pieces.shift();
    if (piece !== undefined) return Promise.resolve(piece);
    this.#read.resolve();
    return this.#end.promise;
  }

  /** Counts what is written. */
  write(bytes: Uint8Array): Promise<void> {
    this.writtenBytes += bytes.length;
    return Promise.resolve();
  }

  /** Ends the stream, also from the peer's side. */
  close(): void {
    this.#read.resolve();
    this.#end.resolve(null);
  }
}
