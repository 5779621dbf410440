/**
 * Writing a new project.
 *
 * @module
 */

/** A project cannot be made; the message is written for users. */
export class InitError extends Error {
  /** The class's name. */
  override readonly name = "InitError";
}

/** The name becomes part of an id and of JSON. */
const NAME = /^[a-z][a-z0-9-]{0,39}$/;

/**
 * The name of a device in a folder: the folder's own.
 *
 * @throws {InitError} for a name that is not valid for a device.
 */
export function nameOf(folder: string): string {
  const name = folder.replace(/[/\\]+$/, "").split(/[/\\]/).at(-1)!;
  if (NAME.test(name)) return name;
  const rule = "a name has 1 to 40 of a-z, 0-9 and -, and begins with a letter";
  throw new InitError(`Cannot name device ${JSON.stringify(name)}: ${rule}`);
}

/**
 * Writes files into a new or empty folder.
 *
 * @throws {InitError} if the folder is not empty, is no folder, or cannot be written.
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, string>): void {
  const action = `Cannot make device in ${folder}`;
  try {
    Deno.mkdirSync(folder, { recursive: true });
    if (!Deno.readDirSync(folder)[Symbol.iterator]().next().done) {
      throw new InitError(`${action}: the folder is not empty; choose another one`);
    }
    for (const [path, text] of files) {
      Deno.writeTextFileSync(`${folder}/${path}`, text, { createNew: true });
    }
  } catch (error) {
    if (error instanceof InitError) throw error;
    throw new InitError(`${action}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
