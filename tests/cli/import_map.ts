/**
 * The module of each own package's name in a checkout. `deno install --global` does not read the workspace, so it needs
 * an import map.
 *
 * @module
 */
import { pathOf } from "../e2e/running_driver.ts";

/** The file of the import map. */
export const IMPORT_MAP: string = pathOf("packages/cli/import_map.json");

/** The required text of the file: every entry of every package, relative to the file. */
export async function importMap(): Promise<string> {
  const imports: [string, string][] = [];
  for await (const { name: folder } of Deno.readDir(pathOf("packages"))) {
    const { name, exports } = JSON.parse(await Deno.readTextFile(pathOf(`packages/${folder}/deno.json`)));
    for (const [entry, file] of Object.entries<string>(exports)) {
      imports.push([`${name}${entry.slice(1)}`, `../${folder}/${file.slice(2)}`]);
    }
  }
  return `${JSON.stringify({ imports: Object.fromEntries(imports.sort()) }, null, 2)}\n`;
}
