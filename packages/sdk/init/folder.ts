/**
 * Writing a new project.
 *
 * @module
 */

/** Thrown if a project cannot be made; the message is written for users. */
export class InitError extends Error {
  /** The class's name. */
  override readonly name = "InitError";
}

/** The driver's name becomes part of a socket's name, of an address and of JSON. */
const NAME = /^[a-z][a-z0-9-]{0,39}$/;

/**
 * The name of a driver in a folder: the folder's own.
 *
 * @throws {InitError} for a name that is not valid for a driver.
 */
export function nameOf(folder: string): string {
  const name = folder.replace(/[/\\]+$/, "").split(/[/\\]/).at(-1)!;
  if (NAME.test(name)) return name;
  throw new InitError(
    `Cannot name driver ${JSON.stringify(name)}: a name has 1 to 40 of a-z, 0-9 and -, and begins with a letter`,
  );
}

/**
 * Writes files into a new or empty folder.
 *
 * @throws {InitError} if the folder is not empty, is not a folder, or cannot be written.
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, string>): void {
  const action = `Cannot make driver in ${folder}`;
  try {
    Deno.mkdirSync(folder, { recursive: true });
    if (!Deno.readDirSync(folder)[Symbol.iterator]().next().done) {
      throw new InitError(`${action}: the folder is not empty; choose another one`);
    }
    for (const [path, text] of files) Deno.writeTextFileSync(`${folder}/${path}`, text, { createNew: true });
  } catch (error) {
    if (error instanceof InitError) throw error;
    throw new InitError(`${action}: ${reasonOf(error)}`, { cause: error });
  }
}

/**
 * The folders in a folder.
 *
 * @throws {InitError} for a folder that cannot be read.
 */
export function foldersIn(folder: string): string[] {
  try {
    const entries = Array.from(Deno.readDirSync(folder)).filter(({ isDirectory }) => isDirectory);
    return entries.map(({ name }) => `${folder}/${name}`).toSorted();
  } catch (error) {
    throw new InitError(`Cannot read ${folder}: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) return "a permission is missing; add --allow-read and --allow-write";
  if (error instanceof Deno.errors.AlreadyExists || error instanceof Deno.errors.NotADirectory) {
    return "there is a file of that name; choose another one";
  }
  return error instanceof Error ? error.message : String(error);
}
