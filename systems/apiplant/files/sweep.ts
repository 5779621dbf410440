/** Removes files that no instance has, some time after the last use. */
import { withSystemErrors } from "../storage/file/system_error.ts";
import { existing, type FileStore, removed } from "./file_store.ts";
import { isFileId, type StoredFile } from "./stored_file.ts";

const GONE = ".gone";

/** What a sweep removed. */
export interface Swept {
  /** Uploads. */
  readonly files: number;
  /** Bytes that no other upload has. */
  readonly contents: number;
}

/**
 * Removes the uploads that are not referenced and were not used since `before`, the bytes that no upload has any more, and what
 * interrupted uploads left.
 *
 * @param before In milliseconds since 1970.
 * @throws {StorageError} If the folder cannot be read.
 */
export async function sweep(
  { folder }: FileStore,
  isReferenced: (id: string) => boolean,
  before: number,
): Promise<Swept> {
  return await withSystemErrors(folder, async () => {
    const names = await listed(folder);
    // An earlier sweep was interrupted: it may have moved aside what was used meanwhile.
    for (const name of names.filter((name) => name.endsWith(GONE))) {
      await existing(Deno.rename(`${folder}/${name}`, `${folder}/${name.slice(0, -GONE.length)}`));
    }
    let files = 0, contents = 0;
    for (const name of names.filter((name) => name.endsWith(".part"))) await isRemoved(`${folder}/${name}`, before);
    const used = new Set<string>();
    for (const name of await listed(folder)) {
      const id = name.slice(0, -".json".length);
      if (!name.endsWith(".json") || !isFileId(id)) continue;
      const path = `${folder}/${name}`;
      if (!isReferenced(id) && await isRemoved(path, before)) files++;
      else {
        const text = await existing(Deno.readTextFile(path));
        if (text !== null) used.add((JSON.parse(text) as StoredFile).value.sha256);
      }
    }
    for (const name of await listed(folder)) {
      if (/^[0-9a-f]{64}$/.test(name) && !used.has(name) && await isRemoved(`${folder}/${name}`, before)) contents++;
    }
    return { files, contents };
  });
}

/**
 * Removes a file that is older. It is moved aside first and looked at again: another server may have made it new between the two.
 */
async function isRemoved(path: string, before: number): Promise<boolean> {
  if (await ageOf(path) >= before) return false;
  const aside = path + GONE;
  if (await existing(Deno.rename(path, aside).then(() => true)) === null) return false;
  if (await ageOf(aside) >= before) {
    await existing(Deno.rename(aside, path));
    return false;
  }
  await removed(aside);
  return true;
}

/** When a file was used last, in milliseconds; infinite if it does not exist. */
async function ageOf(path: string): Promise<number> {
  return (await existing(Deno.stat(path)))?.mtime?.getTime() ?? Infinity;
}

async function listed(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) names.push(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return names;
}
