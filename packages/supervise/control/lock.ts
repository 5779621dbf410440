/**
 * Makes sure that one host at most runs on a control socket.
 *
 * @module
 */
import { HostError } from "../host_error.ts";

/** A lock that the system releases when its process ends, however that ends. */
export class HostLock implements Disposable {
  readonly #file: Deno.FsFile;

  private constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  /**
   * Takes the lock of a control socket: a file beside it, which stays when the lock is released, as removing it would
   * let two hosts lock two files of one name.
   *
   * @throws {HostError} `HostRunning` if another host holds it; `FolderUnusable` if the file cannot be opened.
   */
  static take(controlPath: string): HostLock {
    const file = openLock(`${controlPath}.lock`);
    if (file.tryLockSync(true)) return new HostLock(file);
    file.close();
    throw new HostError(
      "HostRunning",
      `Cannot run a host on ${controlPath}: another one does; stop it, or give --control PATH`,
    );
  }

  /** Releases it. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}

function openLock(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { create: true, write: true, mode: 0o600 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new HostError("FolderUnusable", `Cannot lock the control socket by ${path}: ${reason}`, { cause });
  }
}
