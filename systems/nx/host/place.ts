/**
 * Makes sure that one host at most uses a socket or a folder.
 *
 * @module
 */
import { dirname } from "node:path";
import { HostError, HostLock } from "@fluxwire/supervise";
import { socketAddress } from "@fluxwire/transport";

/** A socket and a folder that belong to this host. */
export class HostPlace implements Disposable {
  readonly #locks: readonly HostLock[];

  private constructor(locks: readonly HostLock[]) {
    this.#locks = locks;
  }

  /**
   * Takes the socket's name and the folder of the drivers' working folders. A socket that no program serves is removed.
   *
   * @throws {HostError} `HostRunning` if another host uses one of them; `FolderUnusable` if something else stands there, or
   * the path is longer than a socket's can be.
   */
  static async take(socketPath: string, outDir: string): Promise<HostPlace> {
    refuseLongPath(socketPath);
    holdsSocket(socketPath);
    makeFolder(dirname(socketPath));
    const taken = `Cannot run a driver host on ${socketPath}: another one listens there`;
    if (await isServed(socketPath)) throw new HostError("HostRunning", taken);
    const socketLock = HostLock.take(`${socketPath}.lock`, taken);
    try {
      if (holdsSocket(socketPath)) Deno.removeSync(socketPath);
      makeFolder(outDir);
      return new HostPlace([
        socketLock,
        HostLock.take(
          `${outDir}/.lock`,
          `Cannot run a driver host in ${outDir}: another one does; give another -out_dir`,
        ),
      ]);
    } catch (error) {
      socketLock[Symbol.dispose]();
      throw error;
    }
  }

  /** Gives both back. */
  [Symbol.dispose](): void {
    for (const lock of this.#locks) lock[Symbol.dispose]();
  }
}

function makeFolder(path: string): void {
  try {
    Deno.mkdirSync(path, { recursive: true, mode: 0o755 });
  } catch (cause) {
    throw new HostError("FolderUnusable", `Cannot make folder ${path}: ${(cause as Error).message}`, { cause });
  }
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

/** Whether a socket stands there. @throws {HostError} `FolderUnusable` for anything else: it is left alone. */
function holdsSocket(path: string): boolean {
  let info: Deno.FileInfo;
  try {
    info = Deno.lstatSync(path);
  } catch {
    return false;
  }
  if (info.isSocket) return true;
  throw new HostError(
    "FolderUnusable",
    `Cannot run a driver host on ${path}: something else stands there; remove it, or give another -internal_grpc_sock`,
  );
}

/** A folder beside a socket, where it is bound before it is moved to its place. */
export function folderBeside(socketPath: string): string {
  return `${dirname(socketPath)}/.${crypto.randomUUID().slice(0, 8)}`;
}

/** A longer path can be moved to, but no driver can connect to it. */
function refuseLongPath(socketPath: string): void {
  if (Deno.build.os === "windows") return;
  try {
    for (const path of [socketPath, `${folderBeside(socketPath)}/s`]) socketAddress(path);
  } catch (cause) {
    throw new HostError(
      "FolderUnusable",
      `Cannot run a driver host on ${socketPath}: the path is too long for a socket; give a shorter -internal_grpc_sock`,
      { cause },
    );
  }
}
