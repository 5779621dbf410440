/**
 * A transport for tests of what stands above it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { closedError } from "../socket_error.ts";
import type { Transport } from "../transport.ts";

/** A transport whose reads and writes the test settles itself. */
export class ScriptedTransport implements Transport {
  /** What was given to `write`, copied. */
  readonly written: Uint8Array[] = [];
  /** Whether `close` was called. */
  isClosed = false;
  readonly #arrived: (Uint8Array | null | Error)[] = [];
  #reading: (() => void) | null = null;
  #writing: PromiseWithResolvers<void> | null = null;

  /** Lets a read give this: bytes, the end, or a failure. */
  arrive(bytes: Uint8Array | null | Error): void {
    this.#arrived.push(bytes);
    this.#reading?.();
  }

  /** Lets the write that waits end. */
  finishWrite(error?: Error): void {
    assert.ok(this.#writing !== null, "nothing is being written");
    if (error) this.#writing.reject(error);
    else this.#writing.resolve();
    this.#writing = null;
  }

  /** Gives what arrives next. */
  async read(): Promise<Uint8Array | null> {
    if (this.#arrived.length === 0) await new Promise<void>((resolve) => this.#reading = resolve);
    const next = this.isClosed ? null : this.#arrived.shift() ?? null;
    if (next instanceof Error) throw next;
    return next;
  }

  /** Waits for `finishWrite`. */
  write(bytes: Uint8Array): Promise<void> {
    assert.equal(this.#writing, null, "two writes at once");
    this.written.push(bytes.slice());
    this.#writing = Promise.withResolvers();
    return this.#writing.promise;
  }

  /** Ends the read and the write that wait. */
  close(): void {
    this.isClosed = true;
    this.#arrived.push(null);
    this.#reading?.();
    this.#writing?.reject(closedError());
  }
}
