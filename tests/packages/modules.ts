/**
 * The modules that a module loads.
 *
 * @module
 */
import { pathOf } from "../e2e/running_driver.ts";

/** Every local module of a module's graph, by its path from the root; dynamic imports count, too. */
export async function modulesOf(path: string): Promise<string[]> {
  const root = pathOf("");
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", pathOf(path)],
    cwd: root,
  }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
  const { modules }: { modules: { specifier: string }[] } = JSON.parse(new TextDecoder().decode(stdout));
  const own = modules.map(({ specifier }) => specifier).filter((specifier) => specifier.startsWith("file:"));
  return own.map((specifier) => decodeURIComponent(new URL(specifier).pathname).slice(root.length));
}
