/**
 * Which hand-written files name a message.
 *
 * @module
 */

/** What is compiled, and everything that reads or speaks of it. */
const FOLDERS: readonly string[] = ["codec-rs/src", "packages", "drivers", "examples", "docs"];

/** Where drivers stand: those that have the message name it. */
const DRIVERS = /^(packages\/mock-driver|drivers|examples)\//;

/** The files that name a message, from the project's folder. */
export interface NamingFiles {
  /** Those of drivers. */
  drivers: string[];
  /** All others. */
  others: string[];
}

/**
 * The files of a project that name a message: those with its name in their text, but for tests and what is generated.
 *
 * @param name The name, in any spelling.
 */
export async function filesThatName(project: string, name: RegExp): Promise<NamingFiles> {
  const found: NamingFiles = { drivers: [], others: [] };
  for (const folder of FOLDERS) {
    for await (const file of textsIn(`${project}/${folder}`)) {
      const text = await Deno.readTextFile(file);
      if (text.slice(0, 200).includes("@generated") || !name.test(text)) continue;
      const path = file.slice(project.length + 1);
      (DRIVERS.test(path) ? found.drivers : found.others).push(path);
    }
  }
  return { drivers: found.drivers.sort(), others: found.others.sort() };
}

async function* textsIn(folder: string): AsyncGenerator<string> {
  for (const { name, isDirectory } of await entriesOf(folder)) {
    if (name === "node_modules") continue;
    if (isDirectory) yield* textsIn(`${folder}/${name}`);
    else if (/\.(rs|ts|md)$/.test(name) && !/_test\.ts$/.test(name)) yield `${folder}/${name}`;
  }
}

/** None if the folder is not there: a copy has only what it needs. */
async function entriesOf(folder: string): Promise<Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
