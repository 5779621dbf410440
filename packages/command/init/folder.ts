/**
 * The folder of a new project.
 *
 * @module
 */
import { UsageError } from "../usage_error.ts";

/** The name becomes part of an id and of JSON. */
const NAME = /^[a-z][a-z0-9-]{0,39}$/;

/**
 * The name of what is made in a folder: the folder's own.
 *
 * @param what What is made, in a word, as errors call it.
 * @throws {UsageError} for a name that is not valid.
 */
export function nameOf(folder: string, what: string): string {
  const name = folder.replace(/[/\\]+$/, "").split(/[/\\]/).at(-1)!;
  if (NAME.test(name)) return name;
  const rule = "a name has 1 to 40 of a-z, 0-9 and -, and begins with a letter";
  throw new UsageError(`Cannot name ${what} ${JSON.stringify(name)}: ${rule}`);
}

/**
 * Writes files into a new or empty folder. Those that begin with `#!` are executable.
 *
 * @throws {UsageError} if the folder is not empty, is no folder, or cannot be written.
 */
export function writeFolder(folder: string, what: string, files: ReadonlyMap<string, string>): void {
  const action = `Cannot make ${what} in ${folder}`;
  try {
    Deno.mkdirSync(folder, { recursive: true });
    if (!Deno.readDirSync(folder)[Symbol.iterator]().next().done) {
      throw new UsageError(`${action}: the folder is not empty; choose another one`);
    }
    for (const [path, text] of files) {
      Deno.writeTextFileSync(`${folder}/${path}`, text, { createNew: true });
      if (text.startsWith("#!") && Deno.build.os !== "windows") Deno.chmodSync(`${folder}/${path}`, 0o755);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${action}: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) return "a permission is missing; add --allow-read and --allow-write";
  if (error instanceof Deno.errors.AlreadyExists || error instanceof Deno.errors.NotADirectory) {
    return "there is a file of that name; choose another one";
  }
  return error instanceof Error ? error.message : String(error);
}
