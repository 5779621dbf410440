/**
 * The module that carries the templates of `init`: a program of a registry cannot read files beside it.
 *
 * @module
 */
import { pathOf } from "../e2e/running_driver.ts";

/** The folder whose files every template has, unless it has its own of that name. */
const SHARED = "all";

/**
 * The files of `init/template/` of a package, as the text of its `init/templates.ts`.
 *
 * @param owner The package's folder, such as `systems/nx`.
 * @param task The task that writes the module.
 */
export function templatesModule(owner: string, task: string): string {
  const root = pathOf(`${owner}/init/template`), folders = namesIn(root);
  const names = folders.filter((name) => name !== SHARED);
  const templates = names.map((template) => {
    const files = new Map<string, string>();
    for (const folder of [SHARED, template].filter((name) => folders.includes(name))) {
      for (const name of namesIn(`${root}/${folder}`)) files.set(name, `${root}/${folder}/${name}`);
    }
    const entries = [...files].toSorted(([a], [b]) => a < b ? -1 : 1).map(([name, path]) => {
      return `    "${name}": ${textLiteral(Deno.readTextFileSync(path))},\n`;
    });
    return `  "${template}": {\n${entries.join("")}  },\n`;
  });
  return `/**
 * The files of new projects, by template and name. Made by \`deno task ${task}\` from those in
 * \`template/\`.
 *
 * @module
 */

/** A template. */
export type TemplateName = ${names.map((name) => `"${name}"`).join(" | ")};

/** The files, by template and name. */
export const TEMPLATES: Readonly<Record<TemplateName, Readonly<Record<string, string>>>> = {
${templates.join("")}};
`;
}

/** A text as TypeScript writes it on several lines. */
function textLiteral(text: string): string {
  return `\`${text.replaceAll(/[\\`]|\$\{/g, "\\$&")}\``;
}

function namesIn(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name).toSorted();
}
