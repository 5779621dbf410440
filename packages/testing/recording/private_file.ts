/**
 * A new file that nobody else may read, whole up to the last write.
 *
 * @module
 */

/** A file of ours. */
export class PrivateFile implements Disposable {
  readonly #file: Deno.FsFile;

  /**
   * Makes it.
   *
   * @throws {Deno.errors.AlreadyExists} for a file that is there: nothing is written over.
   * @throws {Deno.errors.NotCapable} without permission to write it.
   */
  constructor(path: string) {
    this.#file = Deno.openSync(path, { write: true, createNew: true, mode: 0o600 });
  }

  /** Writes bytes; they are with the system when this returns. */
  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) at += this.#file.writeSync(bytes.subarray(at));
  }

  /** Closes it. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}
