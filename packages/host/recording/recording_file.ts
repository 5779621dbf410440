/**
 * The file of a recording: ours alone, and whole up to the last line.
 *
 * @module
 */

const utf8 = new TextEncoder();

/** A new file that nobody else may read. */
export class RecordingFile implements Disposable {
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

  /** Writes a line; it is with the system when this returns. */
  write(line: string): void {
    const bytes = utf8.encode(line);
    for (let at = 0; at < bytes.length;) at += this.#file.writeSync(bytes.subarray(at));
  }

  /** Closes it. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}
