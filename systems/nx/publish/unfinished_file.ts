/**
 * A file that is written beside its place, and moved there once it is whole.
 *
 * @module
 */

const NAME = /^\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;
const utf8 = new TextEncoder();

/** Is removed, unless it is finished. Its lock says that its writer lives. */
export class UnfinishedFile implements Disposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  #isFinished = false;

  private constructor(path: string, file: Deno.FsFile) {
    this.#path = path;
    this.#file = file;
  }

  /** An empty file in a folder. */
  static make(folder: string): UnfinishedFile {
    const path = `${folder}/.${crypto.randomUUID()}.tmp`;
    const file = Deno.openSync(path, { createNew: true, write: true, mode: 0o644 });
    file.lockSync(true);
    return new UnfinishedFile(path, file);
  }

  /** Writes a text to its end. */
  async write(text: string): Promise<void> {
    for (let rest = utf8.encode(text); rest.length > 0;) rest = rest.subarray(await this.#file.write(rest));
  }

  /** Moves it to its place, where it replaces what stands there. */
  async finish(path: string): Promise<void> {
    await Deno.rename(this.#path, path);
    this.#isFinished = true;
  }

  /** Closes it, and removes it if it is not finished. */
  [Symbol.dispose](): void {
    this.#file.close();
    if (!this.#isFinished) removeIfThere(this.#path);
  }
}

/** Removes the files of writers that were killed. A file that another writer is at stays. */
export function removeUnfinished(folder: string): void {
  for (const name of namesIn(folder)) {
    if (!NAME.test(name)) continue;
    const path = `${folder}/${name}`;
    try {
      using file = Deno.openSync(path, { write: true });
      if (file.tryLockSync(true)) removeIfThere(path);
    } catch {
      // It is another user's, or its writer has finished it.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch {
    return [];
  }
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
