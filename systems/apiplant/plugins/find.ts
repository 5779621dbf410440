/** The plugins of a folder: files and folders that could be storage drivers. */
import { join } from "node:path";

/** How deep folders are searched. */
const MAX_DEPTH = 8;

/** Libraries, which are found to be named as what cannot be used. */
const LIBRARY = /\.(so|dll|dylib)$/;

/**
 * The paths of executable files, of libraries, and of folders with an executable file named `plugin`, in order. A missing
 * folder has none.
 */
export async function findPlugins(folder: string, depth = 0): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name, isDirectory } of await entriesOf(folder)) {
    const path = join(folder, name);
    if (!isDirectory) {
      if (LIBRARY.test(name) || await isExecutable(path)) found.push(path);
    } else if (await isExecutable(join(path, "plugin"))) found.push(path);
    else if (depth < MAX_DEPTH) found.push(...await findPlugins(path, depth + 1));
  }
  return found;
}

async function entriesOf(folder: string): Promise<readonly Deno.DirEntry[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    return entries.sort((one, other) => one.name < other.name ? -1 : 1);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    const { isFile, mode } = await Deno.stat(path);
    return isFile && (mode === null || (mode & 0o111) !== 0);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
