/**
 * The files of a server in a folder: the bytes of each under their SHA-256, once, and beside them a document for each upload.
 * Servers of one log may share the folder.
 */
import { sha256 } from "../digest/sha256.ts";
import { Refusal } from "../commit/refusal.ts";
import { bodyChunks } from "../http/body_chunks.ts";
import { DENO_DISK } from "../storage/file/deno_disk.ts";
import { replaceFile } from "../storage/file/disk.ts";
import { withSystemErrors } from "../storage/file/system_error.ts";
import { type FileValue, isFileId, type StoredFile } from "./stored_file.ts";

/** What an upload says of its file. */
export interface Upload {
  readonly name: string;
  readonly type: string;
  readonly actor: string;
}

/** Keeps files. */
export class FileStore {
  /** The folder, absolute. It is made with the first file. */
  readonly folder: string;
  readonly #newId: () => string;

  /** Keeps them in this folder. `newId` gives a UUID. */
  constructor(folder: string, newId: () => string = () => crypto.randomUUID()) {
    this.folder = folder;
    this.#newId = newId;
  }

  /**
   * Keeps the bytes of an upload; they outlive a loss of power when this resolves.
   *
   * @throws {Refusal} `too_large` beyond `maxBytes`.
   * @throws {StorageError} If the folder cannot be written.
   */
  async save(
    bytes: ReadableStream<Uint8Array<ArrayBuffer>> | null,
    { name, type, actor }: Upload,
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<FileValue> {
    return await withSystemErrors(this.folder, async () => {
      await DENO_DISK.makeFolder(this.folder);
      const part = `${this.folder}/${crypto.randomUUID()}.part`;
      try {
        const { size, sha256 } = await write(part, bytes, maxBytes, signal);
        // Also over the same bytes: that makes them new, so that no sweep takes them before the document is there.
        await Deno.rename(part, `${this.folder}/${sha256}`);
        const value: FileValue = { id: this.#newId(), name, size, type, sha256 };
        const stored: StoredFile = { value, actor };
        await replaceFile(DENO_DISK, this.#document(value.id), new TextEncoder().encode(`${JSON.stringify(stored)}\n`));
        return value;
      } catch (error) {
        await removed(part);
        throw error;
      }
    });
  }

  /** The file of an id, or `null`. Rejects with a `StorageError`. */
  async find(id: string): Promise<StoredFile | null> {
    if (!isFileId(id)) return null;
    return await withSystemErrors(this.folder, async () => {
      const text = await existing(Deno.readTextFile(this.#document(id)));
      return text === null ? null : JSON.parse(text) as StoredFile;
    });
  }

  /** The bytes of a file, open to be read, or `null`. Rejects with a `StorageError`. */
  async open({ sha256 }: FileValue): Promise<Deno.FsFile | null> {
    return await withSystemErrors(this.folder, () => existing(Deno.open(`${this.folder}/${sha256}`)));
  }

  /** Makes a file new, so that the next sweeps leave it. `false` if it does not exist. Rejects with a `StorageError`. */
  async touch(id: string, now: number): Promise<boolean> {
    return await withSystemErrors(this.folder, async () => {
      const time = new Date(now);
      return await existing(Deno.utime(this.#document(id), time, time).then(() => true)) ?? false;
    });
  }

  #document(id: string): string {
    return `${this.folder}/${id}.json`;
  }
}

async function write(
  path: string,
  bytes: ReadableStream<Uint8Array<ArrayBuffer>> | null,
  maxBytes: number,
  signal: AbortSignal,
): Promise<{ size: number; sha256: string }> {
  using file = await Deno.open(path, { write: true, createNew: true, mode: 0o600 });
  const hash = await sha256();
  let size = 0;
  signal.throwIfAborted();
  for await (const chunk of bytes === null ? [] : bodyChunks(bytes, { maxBytes, signal, tooLarge })) {
    size += chunk.length;
    hash.update(chunk);
    for (let written = 0; written < chunk.length;) written += await file.write(chunk.subarray(written));
  }
  await file.syncData();
  return { size, sha256: hash.digest("hex") };
}

/** The refusal of a file of more bytes. */
export function tooLarge(maxBytes: number): Refusal {
  const message = `The file has more than ${maxBytes} bytes: send less, or set [files] max-size`;
  return new Refusal("too_large", message, { limit: maxBytes }, { connection: "close" });
}

/** The result, or `null` if the path leads to nothing. */
export async function existing<T>(result: Promise<T>): Promise<T | null> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Removes a file, if it exists. */
export async function removed(path: string): Promise<void> {
  await existing(Deno.remove(path));
}
