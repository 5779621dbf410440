/** Registers in one file beside the log. */
import { type Register, StorageError } from "../roles.ts";
import { type Disk, readWhole, replaceFile } from "./disk.ts";
import { decodeLine, encodeLine } from "./line.ts";

/** Named values that change by compare-and-set. */
export class FileRegisters {
  readonly #disk: Disk;
  readonly #path: string;
  #values: Readonly<Record<string, Register>>;
  #last: Promise<unknown> = Promise.resolve();
  /** Set once it is not known which content the file has. */
  #failure: StorageError | null = null;

  private constructor(disk: Disk, path: string, values: Readonly<Record<string, Register>>) {
    this.#disk = disk;
    this.#path = path;
    this.#values = values;
  }

  /**
   * Reads the file of a folder.
   *
   * @throws {StorageError} `corrupt` if the file is damaged.
   */
  static async open(disk: Disk, folder: string): Promise<FileRegisters> {
    const path = `${folder}/registers.json`;
    const bytes = await readWhole(disk, path);
    const line = bytes === null ? null : decodeLine(bytes.subarray(0, -1));
    if (bytes !== null && line === null) throw new StorageError("corrupt", `${path} is damaged: its checksum is wrong`);
    return new FileRegisters(disk, path, line === null ? {} : JSON.parse(line.text));
  }

  get(name: string): Register | null {
    if (this.#failure !== null) throw this.#failure;
    return Object.hasOwn(this.#values, name) ? this.#values[name]! : null;
  }

  /** Sets a register, one call after the other. */
  set(name: string, value: string, ifVersion: number): Promise<{ ok: true; version: number } | { ok: false }> {
    const result = this.#last.then(() => this.#set(name, value, ifVersion));
    this.#last = result.catch(() => {});
    return result;
  }

  async #set(name: string, value: string, ifVersion: number): Promise<{ ok: true; version: number } | { ok: false }> {
    if ((this.get(name)?.version ?? 0) !== ifVersion) return { ok: false };
    const values = { ...this.#values, [name]: { value, version: ifVersion + 1 } };
    try {
      await replaceFile(this.#disk, this.#path, encodeLine(0, JSON.stringify(values)));
    } catch (error) {
      this.#failure = new StorageError("corrupt", `Cannot write ${this.#path}: open the log again`, { cause: error });
      throw this.#failure;
    }
    this.#values = values;
    return { ok: true, version: ifVersion + 1 };
  }

  /** Resolves when all calls have ended. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
