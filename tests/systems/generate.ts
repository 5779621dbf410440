/**
 * Writes what is generated in a system, or in the command line: FOLDER [--check]. These are messages from its `.proto` files, and the module that
 * carries its templates. With `--check` it compares instead, and exits with 1 if a file is not what its sources say.
 *
 * @module
 */
import { pathOf } from "../e2e/running_driver.ts";
import { filesBelow, messageFiles } from "./messages.ts";
import { templatesModule } from "./templates.ts";

async function checkMessages(system: string): Promise<string[]> {
  const wanted = await messageFiles(system), present = filesBelow(pathOf(`${system}/generated`));
  const paths = [...new Set([...wanted.keys(), ...present.keys()])];
  return paths.filter((path) => wanted.get(path) !== present.get(path)).map((path) => `generated/${path}`);
}

async function writeMessages(system: string): Promise<void> {
  const files = await messageFiles(system), folder = pathOf(`${system}/generated`);
  Deno.removeSync(folder, { recursive: true });
  for (const [path, text] of files) {
    Deno.mkdirSync(`${folder}/${path.slice(0, path.lastIndexOf("/"))}`, { recursive: true });
    Deno.writeTextFileSync(`${folder}/${path}`, text);
  }
}

/** Whether a system has a folder. */
function has(system: string, folder: string): boolean {
  return Array.from(Deno.readDirSync(pathOf(system)), ({ name }) => name).includes(folder);
}

/** The task that writes what is generated in a folder. */
function taskOf(system: string): string {
  return system === "packages/cli" ? "init:generate" : `${system.split("/").at(-1)}:generate`;
}

if (import.meta.main) {
  const [system, ...flags] = Deno.args;
  if (system === undefined) throw new TypeError("Missing FOLDER: give a system's, such as systems/nx");
  const module = `${system}/init/templates.ts`;
  if (flags.includes("--check")) {
    const stale = has(system, "proto") ? await checkMessages(system) : [];
    if (has(system, "init") && Deno.readTextFileSync(pathOf(module)) !== templatesModule(system, taskOf(system))) {
      stale.push("init/templates.ts");
    }
    for (const path of stale) console.error(`${system}/${path} is not what its sources say`);
    Deno.exit(stale.length > 0 ? 1 : 0);
  }
  if (has(system, "proto")) await writeMessages(system);
  if (has(system, "init")) Deno.writeTextFileSync(pathOf(module), templatesModule(system, taskOf(system)));
}
