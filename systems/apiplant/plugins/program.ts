/** The program of a plugin: an executable file, or a folder with one named `plugin`. */
import { dirname, join } from "node:path";

/** What is started for a plugin. */
export interface PluginProgram {
  /** What was found: the file, or the folder. */
  readonly path: string;
  /** The executable file. */
  readonly command: string;
  /** The folder that it runs in: its own. */
  readonly folder: string;
}

/** The program at a path that was found. */
export async function programAt(path: string): Promise<PluginProgram> {
  const { isDirectory } = await Deno.stat(path);
  return isDirectory
    ? { path, command: join(path, "plugin"), folder: path }
    : { path, command: path, folder: dirname(path) };
}
