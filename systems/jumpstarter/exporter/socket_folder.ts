/**
 * A folder for one Unix socket, which only this user can enter.
 *
 * @module
 */

/** A private folder with a place for a socket; it is removed with all in it. */
export class SocketFolder implements Disposable {
  readonly #folder: string;

  /** Makes it in the runtime folder of the user, or in that of temporary files. */
  constructor() {
    const dir = Deno.env.get("XDG_RUNTIME_DIR") ?? undefined;
    this.#folder = Deno.makeTempDirSync({
      prefix: "jumpstarter-",
      dir: dir !== undefined && isFolder(dir) ? dir : undefined,
    });
  }

  /** The socket's path. */
  get socket(): string {
    return `${this.#folder}/socket`;
  }

  /** Removes it. */
  [Symbol.dispose](): void {
    Deno.removeSync(this.#folder, { recursive: true });
  }
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
