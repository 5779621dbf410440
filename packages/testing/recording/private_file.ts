/**
 * A new file that only its owner may read, complete up to the last write.
 *
 * @module
 */

/** A private file. */
export class PrivateFile implements Disposable {
  readonly #file: Deno.FsFile;

  /**
   * Creates it.
   *
   * @throws {Deno.errors.AlreadyExists} if the file exists: nothing is overwritten.
   * @throws {Deno.errors.NotCapable} without permission to write it.
   */
  constructor(path: string) {
    this.#file = Deno.openSync(path, { write: true, createNew: true, mode: 0o600 });
  }

  /** Writes bytes; the operating system has them when this returns. */
  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) at += this.#file.writeSync(bytes.subarray(at));
  }

  /** Closes it. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}
