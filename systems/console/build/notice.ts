/**
 * Whose work the built page holds besides Fluxwire's: each npm package with its licence, as it asks for.
 *
 * @module
 */

import { ROOT } from "./workspace.ts";

/** What stands above the packages. */
const HEAD =
  `Fluxwire's console is under the MIT licence (LICENSE of the repository). Its built page holds parts of these
packages as well, each under the licence that follows its name.
`;

/** A package's own folder in a path of the bundler's. */
const FOLDER = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//;

/**
 * The text of the notice.
 *
 * @param inputs The files that the bundler read, from a folder.
 * @param folder That folder, with a slash at its end.
 * @throws {Error} For a package without a licence's text.
 */
export function noticeOf(inputs: readonly string[], folder: string): string {
  const folders = new Map<string, string>();
  for (const input of inputs) {
    const [, path, name] = FOLDER.exec(input.replace(/^\w+:/, "")) ?? [];
    if (path !== undefined) folders.set(name!, path.startsWith("/") ? path : `${folder}${path}`);
  }
  const packages = [...folders].toSorted(([one], [other]) => one < other ? -1 : 1);
  return `${HEAD}${packages.map(([name, path]) => entryOf(name, path)).join("")}`;
}

/** The crates that are compiled into the codec, which the page's worker has, as the wire package's own notice lists them. */
export function codecEntries(): string {
  const text = Deno.readTextFileSync(`${ROOT}packages/wire/NOTICE`);
  return text.slice(text.indexOf(`\n${"-".repeat(80)}\n`));
}

function entryOf(name: string, path: string): string {
  const { version, license } = JSON.parse(Deno.readTextFileSync(`${path}/package.json`)) as Record<string, string>;
  const file = [...Deno.readDirSync(path)].map(({ name }) => name).find((one) => /^licen[cs]e/i.test(one));
  if (file === undefined) throw new Error(`Cannot build the page: the package ${name} has no text of its licence`);
  const text = Deno.readTextFileSync(`${path}/${file}`).replaceAll("\r\n", "\n").trim();
  return `\n${"-".repeat(80)}\n${name} ${version} (${license})\n\n${text}\n`;
}
