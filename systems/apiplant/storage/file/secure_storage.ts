/** Secrets as files, one each; their values are sealed before they come here. */
import { type SecureStorage, StorageError } from "../roles.ts";
import { DENO_DISK } from "./deno_disk.ts";
import { type Disk, readWhole, replaceFile } from "./disk.ts";
import { decodeLine, encodeLine } from "./line.ts";
import { withSystemErrors } from "./system_error.ts";

/** The longest file name that every file system takes, without the endings: the longest key of personal data has 227 bytes. */
const MAX_NAME = 240;
const ENDING = ".secret";

/** A secure storage in a folder that it has locked. */
export class FileSecureStorage implements SecureStorage {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #lock: Disposable;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(disk: Disk, folder: string, lock: Disposable) {
    this.#disk = disk;
    this.#folder = folder;
    this.#lock = lock;
  }

  /**
   * Opens a folder, which is made if it does not exist.
   *
   * @throws {StorageError} `conflict` if another process has it open.
   */
  static async open(folder: string, disk: Disk = DENO_DISK): Promise<FileSecureStorage> {
    const lock = await withSystemErrors(folder, async () => {
      await disk.makeFolder(folder);
      return await disk.lock(`${folder}/secure.lock`);
    });
    if (lock === null) {
      throw new StorageError("conflict", `Another process has the secrets in ${folder} open`, { remedy: "stop it" });
    }
    return new FileSecureStorage(disk, folder, lock);
  }

  async get(name: string): Promise<{ value: Uint8Array; version: number } | null> {
    this.#check();
    const path = this.#pathOf(name);
    const bytes = await withSystemErrors(path, () => readWhole(this.#disk, path));
    if (bytes === null) return null;
    const line = decodeLine(bytes.subarray(0, -1));
    if (line === null) throw new StorageError("corrupt", `${path} is damaged`, { remedy: "restore it from a backup" });
    const { version, value } = JSON.parse(line.text);
    return { value: Uint8Array.fromBase64(value), version };
  }

  // deno-lint-ignore require-await
  async set(
    name: string,
    value: Uint8Array,
    ifVersion?: number,
  ): Promise<{ ok: true; version: number } | { ok: false }> {
    this.#check();
    return this.#inOrder(async () => {
      const version = (await this.get(name))?.version ?? 0;
      if (ifVersion !== undefined && ifVersion !== version) return { ok: false };
      const text = JSON.stringify({ version: version + 1, value: value.toBase64() });
      const path = this.#pathOf(name);
      await withSystemErrors(path, () => replaceFile(this.#disk, path, encodeLine(0, text)));
      return { ok: true, version: version + 1 };
    });
  }

  // deno-lint-ignore require-await
  async delete(name: string): Promise<void> {
    this.#check();
    return this.#inOrder(async () => {
      if (await this.get(name) === null) return;
      await withSystemErrors(this.#folder, async () => {
        await this.#disk.remove(this.#pathOf(name));
        await this.#disk.syncFolder(this.#folder);
      });
    });
  }

  async list(prefix: string): Promise<readonly string[]> {
    this.#check();
    const files = await withSystemErrors(this.#folder, () => this.#disk.list(this.#folder));
    const names = files.filter((file) => file.endsWith(ENDING)).map((file) =>
      decodeURIComponent(file.slice(0, -ENDING.length))
    );
    return names.filter((name) => name.startsWith(prefix)).sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    await this.#last;
    this.#closed = true;
    this.#lock[Symbol.dispose]();
  }

  #inOrder<T>(call: () => Promise<T>): Promise<T> {
    const result = this.#last.then(call);
    this.#last = result.catch(() => {});
    return result;
  }

  #pathOf(name: string): string {
    // A dot at the start would be hidden or another folder.
    const file = encodeURIComponent(name).replace(/^\./, "%2E");
    if (name === "" || file.length > MAX_NAME) {
      throw new StorageError("invalid", `A secret's name has 1 to ${MAX_NAME} bytes, this one ${file.length}`);
    }
    return `${this.#folder}/${file}${ENDING}`;
  }

  #check(): void {
    if (this.#closed) throw new StorageError("unavailable", "The secure storage is closed");
  }
}
