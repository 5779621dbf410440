/** The folder of a server's files: one server at a time has it. */
import { join } from "node:path";
import { ServerError } from "./exit.ts";

/** A data folder that this process has locked. */
export class DataFolder implements Disposable {
  /** Its path. */
  readonly path: string;
  readonly #lock: Deno.FsFile;

  private constructor(path: string, lock: Deno.FsFile) {
    this.path = path;
    this.#lock = lock;
  }

  /**
   * Makes the folder if it is missing, and locks it.
   *
   * @throws {ServerError} `cannotListen` if another server has it, `storageFailed` if it cannot be written.
   */
  static async open(path: string): Promise<DataFolder> {
    let lock: Deno.FsFile;
    try {
      await Deno.mkdir(path, { recursive: true, mode: 0o700 });
      lock = await Deno.open(join(path, "server.lock"), { create: true, read: true, write: true });
    } catch (error) {
      throw new ServerError("storageFailed", `Cannot write the data folder ${path}: ${message(error)}`, {
        cause: error,
        remedy: "set server.data-dir to a folder that this user can write",
      });
    }
    if (await lock.tryLock(true)) return new DataFolder(path, lock);
    lock.close();
    throw new ServerError("cannotListen", `Another server has the data folder ${path}`, {
      remedy: "stop it, or set server.data-dir",
    });
  }

  /** The id of the server that the folder belongs to, made at the first start. */
  async serverId(): Promise<string> {
    const path = join(this.path, "server-id");
    try {
      return (await Deno.readTextFile(path)).trim();
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    const id = crypto.randomUUID();
    await Deno.writeTextFile(`${path}.new`, `${id}\n`);
    await Deno.rename(`${path}.new`, path);
    return id;
  }

  /** Lets another server have it. */
  [Symbol.dispose](): void {
    // A process that is being started has the file open as well, and would keep the lock for a moment.
    this.#lock.unlockSync();
    this.#lock.close();
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
