/**
 * Builds the page: the same sources give the same bytes, in any folder.
 *
 * @module
 */
import { build, stop, transform } from "./esbuild.ts";
import { NpmFolder } from "./npm_folder.ts";
import { sourcesPlugin } from "./sources_plugin.ts";
import { ROOT } from "./workspace.ts";

/** The folder of the page's sources, from the root. */
const PAGE = "systems/console/page";

/** What is built, by the name of the file. */
const SCRIPTS: Readonly<Record<string, string>> = {
  app: `${PAGE}/main.tsx`,
  worker: "systems/console/worker/main.ts",
  editor: `${PAGE}/editor/chunk.ts`,
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
    const { outputFiles } = await build({
      absWorkingDir: ROOT,
      entryPoints: Object.fromEntries(Object.entries(SCRIPTS).map(([name, file]) => [name, `${ROOT}${file}`])),
      outdir: "/",
      write: false,
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
      plugins: [sourcesPlugin(npm.path)],
      logLevel: "silent",
    });
    const files = new Map(outputFiles!.map(({ path, text }) => [path.slice(1), text]));
    files.set("app.css", await styles());
    files.set("index.html", Deno.readTextFileSync(`${ROOT}${PAGE}/index.html`));
    return files;
  } finally {
    await stop();
  }
}

/** The npm packages that the page's sources import. */
function npmSpecifiers(): string[] {
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
  return (await transform(text, { loader: "css", minify: true, target: TARGET, charset: "utf8" })).code;
}

function* filesUnder(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* filesUnder(`${folder}/${name}`);
    else yield `${folder}/${name}`;
  }
}
