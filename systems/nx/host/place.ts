/**
 * Makes sure that one host at most uses a socket or a folder.
 *
 * @module
 */
import { dirname } from "node:path";
import { HostError } from "@fluxwire/supervise";

/** A socket and a folder that belong to this host. */
export class HostPlace implements Disposable {
  readonly #locks: readonly Deno.FsFile[];

  private constructor(locks: readonly Deno.FsFile[]) {
    this.#locks = locks;
  }

  /**
   * Takes the socket's name and the folder of the drivers' working folders. A socket that no program serves is removed.
   *
   * @throws {HostError} `HostRunning` if another host uses one of them; `FolderUnusable` if something else stands there.
   */
  static async take(socketPath: string, outDir: string): Promise<HostPlace> {
    makeFolder(dirname(socketPath));
    const taken = `Cannot run a driver host on ${socketPath}: another one listens there`;
    if (await isServed(socketPath)) throw new HostError("HostRunning", taken);
    const socketLock = lock(`${socketPath}.lock`, taken);
    try {
      removeAbandoned(socketPath);
      makeFolder(outDir);
      return new HostPlace([
        socketLock,
        lock(`${outDir}/.lock`, `Cannot run a driver host in ${outDir}: another one does; give another -out_dir`),
      ]);
    } catch (error) {
      socketLock.close();
      throw error;
    }
  }

  /** Gives both back. The locks' files stay: removing one would let two hosts lock two files of one name. */
  [Symbol.dispose](): void {
    for (const file of this.#locks) file.close();
  }
}

function makeFolder(path: string): void {
  try {
    Deno.mkdirSync(path, { recursive: true, mode: 0o755 });
  } catch (cause) {
    throw new HostError("FolderUnusable", `Cannot make folder ${path}: ${(cause as Error).message}`, { cause });
  }
}

function lock(path: string, taken: string): Deno.FsFile {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path, { create: true, write: true, mode: 0o600 });
  } catch (cause) {
    throw new HostError("FolderUnusable", `Cannot lock ${path}: ${(cause as Error).message}`, { cause });
  }
  if (file.tryLockSync(true)) return file;
  file.close();
  throw new HostError("HostRunning", taken);
}

/** Whether a program accepts connections there. */
async function isServed(path: string): Promise<boolean> {
  try {
    (await Deno.connect({ transport: "unix", path })).close();
    return true;
  } catch {
    return false;
  }
}

function removeAbandoned(path: string): void {
  let info: Deno.FileInfo;
  try {
    info = Deno.lstatSync(path);
  } catch {
    return;
  }
  if (!info.isSocket) {
    throw new HostError(
      "FolderUnusable",
      `Cannot run a driver host on ${path}: something else stands there; remove it, or give another -internal_grpc_sock`,
    );
  }
  Deno.removeSync(path);
}
