/**
 * The modules that a module loads.
 *
 * @module
 */
import { pathOf } from "../e2e/running_driver.ts";

/** A module as Deno describes it. */
interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly { readonly code?: { readonly specifier: string }; readonly isDynamic?: boolean }[];
}

/** Every local module of a module's graph, by its path from the root; dynamic imports count, too. */
export async function modulesOf(path: string): Promise<string[]> {
  return pathsOf((await graphOf(path)).map(({ specifier }) => specifier));
}

/** The local modules that are there before a module's first line runs: dynamic imports do not count. */
export async function modulesAtOnce(path: string): Promise<string[]> {
  const modules = new Map((await graphOf(path)).map((module) => [module.specifier, module]));
  const found = new Set([new URL(`file://${pathOf(path)}`).href]);
  for (const specifier of found) {
    for (const { code, isDynamic = false } of modules.get(specifier)?.dependencies ?? []) {
      if (code !== undefined && !isDynamic) found.add(code.specifier);
    }
  }
  return pathsOf([...found]);
}

async function graphOf(path: string): Promise<readonly Module[]> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", pathOf(path)],
    cwd: pathOf(""),
  }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout)).modules;
}

function pathsOf(specifiers: readonly string[]): string[] {
  const root = pathOf(""), own = specifiers.filter((specifier) => specifier.startsWith("file:"));
  return own.map((specifier) => decodeURIComponent(new URL(specifier).pathname).slice(root.length));
}
