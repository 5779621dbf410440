/**
 * Lets the bundler find what sources import: packages of the workspace, npm packages by their pinned names, and the codec.
 *
 * @module
 */
import type { Plugin } from "./esbuild.ts";
import { entriesOfWorkspace, ROOT } from "./workspace.ts";

/** The module that makes instances of the codec, which a browser cannot load as Deno does. */
const CODEC_INSTANCE = /\/packages\/wire\/codec_instance\.js$/;

/**
 * The plugin.
 *
 * @param npmFolder The folder with `node_modules`.
 */
export function sourcesPlugin(npmFolder: string): Plugin {
  const entries = entriesOfWorkspace();
  return {
    name: "sources",
    setup(build) {
      build.onResolve({ filter: /^@fluxwire\// }, ({ path }) => {
        const file = entries.get(path);
        return file === undefined
          ? { errors: [{ text: `${path} is no entry of the workspace` }] }
          : { path: file, sideEffects: false };
      });
      // Modules of packages do nothing when they are loaded: those that nothing uses are left out.
      build.onResolve({ filter: /^\./ }, ({ path, importer }) => {
        if (!importer.startsWith(`${ROOT}packages/`)) return undefined;
        return { path: new URL(path, `file://${importer}`).pathname, sideEffects: false };
      });
      // What a page never does, such as to open a socket, stands beside what it uses.
      build.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: "absent", sideEffects: false }));
      build.onLoad({ filter: /./, namespace: "absent" }, () => ({ contents: "module.exports = {};" }));
      build.onResolve({ filter: /^npm:/ }, ({ path, kind }) => {
        const [, name, sub = ""] = /^npm:((?:@[^/]+\/)?[^@/]+)@[^/]+(\/.*)?$/.exec(path)!;
        return build.resolve(`${name}${sub}`, { resolveDir: npmFolder, kind });
      });
      build.onLoad({ filter: CODEC_INSTANCE }, ({ path }) => ({ contents: instanceOf(path), resolveDir: dirOf(path) }));
    },
  };
}

/** The same module with the bytes inside: it needs no second file, and works from a file that was opened as such. */
function instanceOf(path: string): string {
  const source = Deno.readTextFileSync(path), line = 'import source module from "./codec.wasm";';
  if (!source.includes(line)) throw new Error(`Cannot build the page: ${path.slice(ROOT.length)} lacks ${line}`);
  const bytes = Deno.readFileSync(`${dirOf(path)}/codec.wasm`).toBase64();
  return source.replace(line, `const module = new WebAssembly.Module(Uint8Array.fromBase64("${bytes}"));`);
}

function dirOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
