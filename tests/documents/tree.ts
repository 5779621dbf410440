/**
 * The files of the repository, for tests of all its texts.
 *
 * @module
 */

/** The root of the repository. */
export const ROOT: URL = new URL("../../", import.meta.url);

/** Folders without files that were written for the repository. */
const FOREIGN = /^(\.git|node_modules|target|dist)$/;

/** The paths below a folder whose names match, in order. */
export function filesOf(name: RegExp, folder = ""): string[] {
  const entries = Array.from(Deno.readDirSync(new URL(folder, ROOT))).sort((a, b) => a.name < b.name ? -1 : 1);
  return entries.flatMap((entry) => {
    if (entry.isDirectory) return FOREIGN.test(entry.name) ? [] : filesOf(name, `${folder}${entry.name}/`);
    return entry.isFile && name.test(entry.name) ? [`${folder}${entry.name}`] : [];
  });
}

/** A file's text, by its path in the repository. */
export function read(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}
