/**
 * Changes of the source files in a folder.
 *
 * @module
 */
import { within } from "@fluxwire/transport";

/** Files that programs are made of. */
const SOURCE = /\.(m?[jt]sx?|json|jsonc|wasm|sql)$/;
/** Folders that others write: of packages, and hidden ones, such as caches. */
const ELSEWHERE = /[/\\](node_modules|\.[^/\\]+)[/\\]/;
/** An editor writes a file in several steps; changes this close together are one, in milliseconds. */
const SETTLE_MS = 100;

/** Whether a change of a path is one of the program in a folder, which may itself lie in a hidden one. */
export function isSource(path: string, folder: string): boolean {
  return SOURCE.test(path) && !ELSEWHERE.test(path.startsWith(folder) ? path.slice(folder.length) : path);
}

/** Watches a folder and those within it. Disposing it ends the watch. */
export class SourceChanges implements Disposable {
  readonly #folder: string;
  readonly #watcher: Deno.FsWatcher;
  #changed: string | null = null;
  #wake: () => void = () => {};

  /** @param folder The folder to watch. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#watcher = Deno.watchFs(folder);
    this.#read().catch(() => {});
  }

  /**
   * The path of a file that has changed since the last call.
   *
   * @throws The signal's reason, when it aborts before a change.
   */
  async next(signal: AbortSignal): Promise<string> {
    while (this.#changed === null) {
      await within(new Promise<void>((resolve) => this.#wake = resolve), signal);
    }
    await within(new Promise<void>((resolve) => setTimeout(resolve, SETTLE_MS)), signal);
    const path = this.#changed;
    this.#changed = null;
    return path;
  }

  /** Ends the watch. */
  [Symbol.dispose](): void {
    this.#watcher.close();
  }

  async #read(): Promise<void> {
    for await (const { kind, paths } of this.#watcher) {
      const path = kind === "access" ? undefined : paths.find((path) => isSource(path, this.#folder));
      if (path === undefined) continue;
      this.#changed = path;
      this.#wake();
    }
  }
}
