/**
 * Makes sure that one host at most uses what a lock stands for: a control socket, a folder.
 *
 * @module
 */
import { HostError } from "../host_error.ts";

/** How often a lock may go with its holder in the moment between opening and locking it. */
const MAX_TURNS = 100;

/** A lock that the system releases when its process ends, however that ends. */
export class HostLock implements Disposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;

  private constructor(path: string, file: Deno.FsFile) {
    this.#path = path;
    this.#file = file;
  }

  /**
   * Takes the lock that a file stands for; the file is made if it is not there.
   *
   * @param taken The message of the error if another host holds it.
   * @throws {HostError} `HostRunning` if another host holds it; `FolderUnusable` if the file cannot be opened.
   */
  static take(path: string, taken: string): HostLock {
    for (let turn = 0; turn < MAX_TURNS; turn++) {
      const file = openLock(path);
      if (!file.tryLockSync(true)) {
        file.close();
        break;
      }
      if (standsAt(path, file)) return new HostLock(path, file);
      file.close();
    }
    throw new HostError("HostRunning", taken);
  }

  /**
   * Removes the file, and releases it. A host that has opened it before sees, once it has the lock, that its file no longer
   * stands there, and opens the next one.
   */
  [Symbol.dispose](): void {
    try {
      Deno.removeSync(this.#path);
    } catch {
      // It is gone with its folder, or the system removes no open files: the lock is released anyway.
    }
    // A process that is being started has the file open as well, and would keep the lock for a moment.
    this.#file.unlockSync();
    this.#file.close();
  }
}

/** Whether a file that is open is the one of that name: its holder may have removed it since. */
function standsAt(path: string, file: Deno.FsFile): boolean {
  const { dev, ino } = file.statSync();
  try {
    const there = Deno.lstatSync(path);
    return there.dev === dev && there.ino === ino;
  } catch {
    return false;
  }
}

function openLock(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { create: true, write: true, mode: 0o600 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new HostError("FolderUnusable", `Cannot lock ${path}: ${reason}`, { cause });
  }
}
