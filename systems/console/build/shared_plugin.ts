/**
 * Lets what a page loads later use the modules that the page has.
 *
 * @module
 */
import type { Plugin } from "./esbuild.ts";
import { ROOT } from "./workspace.ts";

/** The module that gives them away. */
const SHARED = `${ROOT}systems/console/page/later/shared.ts`;

/** The plugin. */
export function sharedPlugin(): Plugin {
  const names = new Map(
    Deno.readTextFileSync(SHARED).matchAll(/^import \* as (\w+) from "(.+)";$/gm).map(([, name, path]) =>
      [new URL(path!, `file://${SHARED}`).pathname, name!] as const
    ),
  );
  return {
    name: "shared",
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ path, importer }) => {
        const name = names.get(new URL(path, `file://${importer}`).pathname);
        return name === undefined ? undefined : { path: name, namespace: "shared" };
      });
      build.onLoad({ filter: /./, namespace: "shared" }, ({ path }) => ({
        contents: `module.exports = globalThis.fluxwire.${path};`,
      }));
    },
  };
}
