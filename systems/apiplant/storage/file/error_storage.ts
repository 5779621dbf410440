/** Error records as lines of JSON in a file, and in one before it. */
import type { ErrorRecord, ErrorStorage } from "../roles.ts";
import { DENO_DISK } from "./deno_disk.ts";
import { type Disk, type DiskFile, readWhole } from "./disk.ts";
import { withSystemErrors } from "./system_error.ts";

/** The size at which a file is put aside, in bytes; one before it is kept. */
const MAX_BYTES = 16 * 2 ** 20;

/** An error storage in `errors.jsonl` of a folder, and `errors.1.jsonl` for the records before. */
export class FileErrorStorage implements ErrorStorage {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #maxBytes: number;
  #file: DiskFile;
  #length: number;

  private constructor(disk: Disk, folder: string, maxBytes: number, file: DiskFile, length: number) {
    this.#disk = disk;
    this.#folder = folder;
    this.#maxBytes = maxBytes;
    this.#file = file;
    this.#length = length;
  }

  /** Opens the files of a folder, which is made if it does not exist. */
  static open(
    folder: string,
    { disk = DENO_DISK, maxBytes = MAX_BYTES }: { disk?: Disk; maxBytes?: number } = {},
  ): Promise<FileErrorStorage> {
    return withSystemErrors(folder, () => FileErrorStorage.#open(folder, disk, maxBytes));
  }

  static async #open(folder: string, disk: Disk, maxBytes: number): Promise<FileErrorStorage> {
    await disk.makeFolder(folder);
    const file = await disk.openWrite(`${folder}/errors.jsonl`);
    const length = await file.size();
    const storage = new FileErrorStorage(disk, folder, maxBytes, file, length);
    // A line that an end of the process cut off would swallow the next one.
    if (length > 0 && (await file.read(length - 1, 1))[0] !== 10) await storage.#append(new Uint8Array([10]));
    return storage;
  }

  async log(record: ErrorRecord): Promise<void> {
    const bytes = new TextEncoder().encode(`${JSON.stringify(record)}\n`);
    if (this.#length > 0 && this.#length + bytes.length > this.#maxBytes) await this.#putAside();
    await this.#append(bytes);
  }

  async list({ before, max, model, hook }: Parameters<ErrorStorage["list"]>[0]): Promise<readonly ErrorRecord[]> {
    const found: ErrorRecord[] = [];
    let older = before === undefined;
    for (const name of ["errors.jsonl", "errors.1.jsonl"]) {
      for (const record of (await this.#read(name)).reverse()) {
        if (found.length === max) return found;
        const fits = (model ?? record.model) === record.model && (hook ?? record.hook) === record.hook;
        if (older && fits) found.push(record);
        older ||= record.id === before;
      }
    }
    return found;
  }

  // deno-lint-ignore require-await
  async [Symbol.asyncDispose](): Promise<void> {
    this.#file.close();
  }

  async #append(bytes: Uint8Array): Promise<void> {
    await this.#file.write(this.#length, bytes);
    this.#length += bytes.length;
  }

  async #putAside(): Promise<void> {
    this.#file.close();
    await this.#disk.rename(`${this.#folder}/errors.jsonl`, `${this.#folder}/errors.1.jsonl`);
    this.#file = await this.#disk.openWrite(`${this.#folder}/errors.jsonl`);
    this.#length = 0;
  }

  /** The records of a file; lines that are no JSON are what an end of the process cut off. */
  async #read(name: string): Promise<ErrorRecord[]> {
    const bytes = await readWhole(this.#disk, `${this.#folder}/${name}`);
    const lines = new TextDecoder().decode(bytes ?? new Uint8Array()).split("\n");
    return lines.flatMap((line) => {
      try {
        return line === "" ? [] : [JSON.parse(line)];
      } catch {
        return [];
      }
    });
  }
}
