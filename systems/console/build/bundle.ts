/**
 * Builds the page: the same sources give the same bytes, in any folder.
 *
 * @module
 */
import { build, type Plugin, stop, transform } from "./esbuild.ts";
import { codecEntries, noticeOf } from "./notice.ts";
import { NpmFolder } from "./npm_folder.ts";
import { sharedPlugin } from "./shared_plugin.ts";
import { sourcesPlugin } from "./sources_plugin.ts";
import { ROOT } from "./workspace.ts";

/** The folder of the page's sources, from the root. */
const PAGE = "systems/console/page";

/** What is built, by the name of the file. */
const SCRIPTS: Readonly<Record<string, { file: string; plugins: readonly Plugin[] }>> = {
  app: { file: `${PAGE}/main.tsx`, plugins: [] },
  later: { file: `${PAGE}/later/chunk.ts`, plugins: [sharedPlugin()] },
  worker: { file: "systems/console/worker/main.ts", plugins: [] },
  editor: { file: `${PAGE}/editor/chunk.ts`, plugins: [] },
};

/** Browsers that have `Uint8Array.fromBase64` and `toHex`. */
const TARGET = ["chrome140", "firefox133", "safari18.2"];

/**
 * The files of the page, by name.
 *
 * @throws {Error} With the bundler's own words, and the place, if a source is wrong.
 */
export async function bundledPage(): Promise<Map<string, string>> {
  using npm = await NpmFolder.of(npmSpecifiers());
  try {
    const files = new Map<string, string>(), inputs: string[] = [];
    for (const [name, { file, plugins }] of Object.entries(SCRIPTS)) {
      const { outputFiles, metafile } = await build({
        absWorkingDir: ROOT,
        entryPoints: { [name]: `${ROOT}${file}` },
        outdir: "/",
        write: false,
        metafile: true,
        bundle: true,
        minify: true,
        format: "esm",
        platform: "browser",
        target: TARGET,
        charset: "utf8",
        legalComments: "none",
        jsx: "transform",
        jsxFactory: "h",
        jsxFragment: "Fragment",
        plugins: [...plugins, sourcesPlugin(npm.path)],
        logLevel: "silent",
      });
      files.set(`${name}.js`, outputFiles![0]!.text);
      const used = Object.values(metafile!.outputs).flatMap(({ inputs }) => Object.entries(inputs));
      inputs.push(...used.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path));
    }
    files.set("NOTICE", noticeOf(inputs, ROOT) + codecEntries());
    files.set("app.css", await styles());
    files.set("index.html", Deno.readTextFileSync(`${ROOT}${PAGE}/index.html`));
    return files;
  } finally {
    await stop();
  }
}

/** The npm packages that the page's sources import. */
export function npmSpecifiers(): string[] {
  const found = new Set<string>();
  const files = ["page", "worker"].flatMap((folder) => [...filesUnder(`${ROOT}systems/console/${folder}`)]);
  for (const file of files) {
    if (!/\.tsx?$/.test(file) || /_test\.tsx?$/.test(file)) continue;
    for (const [, specifier] of Deno.readTextFileSync(file).matchAll(/from "(npm:[^"]+)"/g)) found.add(specifier!);
  }
  return [...found].toSorted();
}

async function styles(): Promise<string> {
  const files = [...filesUnder(`${ROOT}${PAGE}`)].filter((file) => file.endsWith(".css")).toSorted();
  const text = files.map((file) => Deno.readTextFileSync(file)).join("");
  return (await transform(text, { loader: "css", minify: true, target: TARGET })).code;
}

function* filesUnder(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* filesUnder(`${folder}/${name}`);
    else yield `${folder}/${name}`;
  }
}
