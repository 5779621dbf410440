/**
 * The module that carries a system's templates: a program of a registry cannot read files beside it.
 *
 * @module
 */
import { pathOf } from "../e2e/running_driver.ts";
import { textLiteral } from "../init/template_module.ts";

/** The files of `init/template/` of a system, as the text of its `init/templates.ts`. */
export function templatesModule(system: string): string {
  const root = pathOf(`${system}/init/template`), names = namesIn(root);
  const templates = names.map((template) => {
    const files = namesIn(`${root}/${template}`).map((name) => {
      return `    "${name}": ${textLiteral(Deno.readTextFileSync(`${root}/${template}/${name}`))},\n`;
    });
    return `  "${template}": {\n${files.join("")}  },\n`;
  });
  return `/**
 * The files of new projects, by template and name. Made by \`deno task ${
    system.split("/").at(-1)
  }:generate\` from those in
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

function namesIn(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name).toSorted();
}
