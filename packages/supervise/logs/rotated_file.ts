/**
 * A file that text is appended to, and that starts anew when it is long: `x.log` becomes `x.log.1`, that `x.log.2`.
 *
 * @module
 */

/** Where a log goes, and how much of it is kept. */
export interface FileOptions {
  /** The file; its folder must be there. It is made with mode 0600. */
  path: string;
  /**
   * How long it may become before it is rotated.
   *
   * @default {10 MiB}
   */
  maxBytes?: number;
  /**
   * How many older files are kept beside it.
   *
   * @default {5}
   */
  keep?: number;
}

/** How much may wait to be written before writers wait too. */
const MAX_QUEUED_BYTES = 1 << 20;
const utf8 = new TextEncoder();

/** Appends in order, in the background. A writer that is faster than the disk is made to wait: nothing is dropped. */
export class RotatedFile implements AsyncDisposable {
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #keep: number;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #writing: Promise<void> | null = null;
  #file: Deno.FsFile | null = null;
  #size = 0;
  #failure: Error | null = null;
  #lostBytes = 0;

  /** Opens nothing before there is something to write. */
  constructor({ path, maxBytes = 10 << 20, keep = 5 }: FileOptions) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#keep = keep;
  }

  /** Why text could not be written, and how many bytes are missing for it: a full disk. Null while all is well. */
  get failure(): { error: Error; lostBytes: number } | null {
    return this.#failure && { error: this.#failure, lostBytes: this.#lostBytes };
  }

  /** Appends whole lines. Resolves when more may come; never rejects. */
  async write(lines: string): Promise<void> {
    const bytes = utf8.encode(lines);
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
    const writing = this.#writing ??= this.#writeAll();
    if (this.#queuedBytes > MAX_QUEUED_BYTES) await writing;
  }

  /** Resolves when all text is in the file. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  /** Writes what waits, and closes the file. */
  async close(): Promise<void> {
    await this.flush();
    this.#forget();
  }

  /** As {@link close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #writeAll(): Promise<void> {
    for (let batch = this.#take(); batch !== null; batch = this.#take()) {
      try {
        await this.#append(batch);
      } catch (error) {
        this.#failure = error instanceof Error ? error : new Error(String(error));
        this.#lostBytes += batch.length;
      }
    }
    this.#writing = null;
  }

  /** The next blocks that go into one file together; they stay counted until they are written. */
  #take(): Uint8Array | null {
    if (this.#queue.length === 0) return null;
    const blocks = this.#queue;
    let count = 0;
    let length = 0;
    do length += blocks[count++]!.length; while (
      count < blocks.length && this.#size + length + blocks[count]!.length <= this.#maxBytes
    );
    this.#queue = blocks.slice(count);
    this.#queuedBytes -= length;
    const batch = new Uint8Array(length);
    let at = 0;
    for (const block of blocks.slice(0, count)) {
      batch.set(block, at);
      at += block.length;
    }
    return batch;
  }

  async #append(batch: Uint8Array): Promise<void> {
    if (await this.#isRemoved()) this.#forget();
    this.#file ??= await this.#open();
    if (this.#size > 0 && this.#size + batch.length > this.#maxBytes) await this.#rotate();
    for (let written = 0; written < batch.length;) {
      const count = await this.#file.write(batch.subarray(written));
      written += count;
      this.#size += count;
    }
  }

  async #open(): Promise<Deno.FsFile> {
    const file = await Deno.open(this.#path, { append: true, create: true, mode: 0o600 });
    this.#size = (await file.stat()).size;
    return file;
  }

  /** Whether the file was removed: what is written to it then is lost. */
  async #isRemoved(): Promise<boolean> {
    return this.#file !== null && (await this.#file.stat()).nlink === 0;
  }

  #forget(): void {
    this.#file?.close();
    this.#file = null;
  }

  async #rotate(): Promise<void> {
    this.#forget();
    const name = (age: number) => age === 0 ? this.#path : `${this.#path}.${age}`;
    if (this.#keep === 0) await Deno.remove(this.#path);
    for (let age = this.#keep; age > 0; age--) {
      try {
        await Deno.rename(name(age - 1), name(age));
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
    this.#file = await this.#open();
  }
}
