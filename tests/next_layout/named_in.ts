/**
 * The hand-written files that name a message.
 *
 * @module
 */

/** Code, and everything that reads or describes it. */
const FOLDERS: readonly string[] = ["codec-rs/src", "packages", "drivers", "examples", "docs"];

/** The folders of drivers: those with the message name it. */
const DRIVERS = /^(packages\/mock-driver|drivers|examples)\//;

/** The files that name a message, from the project's folder. */
export interface NamingFiles {
  /** Those of drivers. */
  drivers: string[];
  /** All others. */
  others: string[];
}

/**
 * The files of a project whose text contains a message's name, except tests and generated files.
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

/** The entries of a folder; none if it does not exist: a copy has only what it needs. */
async function entriesOf(folder: string): Promise<Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
