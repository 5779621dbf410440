/**
 * Files that clients have opened, by handles.
 *
 * @module
 */
import { DeviceError } from "../../device/device_error.ts";

/** Files that may be open at once; a client that leaves them open would use up those of the process. */
const MAX_FILES = 64;

/** An open file. */
export interface OpenFile {
  /** The file. */
  readonly file: Deno.FsFile;
  /** What it was opened for. */
  readonly mode: "rb" | "wb";
}

/** Files that are open, by handles. */
export class OpenFiles {
  readonly #files = new Map<string, OpenFile>();

  /**
   * Keeps a file that is opened.
   *
   * @returns Its handle.
   * @throws {DeviceError} `Failed` if too many are open.
   */
  async add(mode: "rb" | "wb", open: () => Promise<Deno.FsFile>): Promise<string> {
    if (this.#files.size >= MAX_FILES) {
      throw new DeviceError("Failed", `${MAX_FILES} files are open: close some of them`);
    }
    const handle = crypto.randomUUID();
    this.#files.set(handle, { file: await open(), mode });
    return handle;
  }

  /** Whether a handle has an open file. */
  has(handle: string): boolean {
    return this.#files.has(handle);
  }

  /**
   * The file of a handle.
   *
   * @throws {DeviceError} `InvalidArgument` if it is closed, or was never open.
   */
  get(handle: string): OpenFile {
    const found = this.#files.get(handle);
    if (found !== undefined) return found;
    throw new DeviceError("InvalidArgument", `no open file has the handle ${JSON.stringify(handle)}`);
  }

  /** Closes a file; one that is closed stays so. */
  close(handle: string): void {
    this.#files.get(handle)?.file.close();
    this.#files.delete(handle);
  }

  /** Closes all. */
  closeAll(): void {
    for (const handle of this.#files.keys()) this.close(handle);
  }
}
