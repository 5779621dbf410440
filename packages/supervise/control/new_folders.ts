/**
 * Folders that a host makes at its start: a start that is refused leaves none of them.
 *
 * @module
 */
import { dirname } from "node:path";

/** Removes again what was made, unless all has gone well. */
export class NewFolders implements Disposable {
  /** Those that are not there yet, each before the folder it is in. */
  #paths: readonly string[];

  /**
   * Takes note of which folders are missing.
   *
   * @param paths Folders that may be made from now on, with those they are in; absolute.
   */
  constructor(paths: readonly string[]) {
    const missing = new Set(paths.flatMap(missingFrom));
    this.#paths = [...missing].sort((a, b) => b.length - a.length);
  }

  /** The start has gone well: they stay. */
  keep(): void {
    this.#paths = [];
  }

  /** Removes those that were made and have nothing in them. */
  [Symbol.dispose](): void {
    for (const path of this.#paths) {
      try {
        Deno.removeSync(path);
      } catch {
        // It was not made, or another program uses it by now.
      }
    }
  }
}

/** A folder and those it is in, as far as they are not there. */
function missingFrom(path: string): string[] {
  const missing: string[] = [];
  for (let folder = path; !isThere(folder) && dirname(folder) !== folder; folder = dirname(folder)) {
    missing.push(folder);
  }
  return missing;
}

function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
