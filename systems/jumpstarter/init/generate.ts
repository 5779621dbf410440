/**
 * Writes the module that carries the templates: a program of a registry cannot read files beside it. With `--check` it
 * compares instead.
 *
 * @module
 */
const FOLDER = new URL("template/", import.meta.url);
const MODULE = new URL("templates.ts", import.meta.url);

/** The names in a folder, in order. */
function names(folder: URL): string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name).toSorted();
}

/** The module's text. */
export function templatesModule(): string {
  const templates = names(FOLDER).map((template) => {
    const folder = new URL(`${template}/`, FOLDER);
    const files = names(folder).map((name) => {
      const text = Deno.readTextFileSync(new URL(name, folder)).replaceAll(/[\\`]|\$\{/g, "\\$&");
      return `    "${name}": \`${text}\`,\n`;
    });
    return `  "${template}": {\n${files.join("")}  },\n`;
  });
  const type = names(FOLDER).map((name) => `"${name}"`).join(" | ");
  return `/**
 * The files of new devices, by template and name. Made by \`deno task jumpstarter:generate\` from those in \`template/\`.
 *
 * @module
 */

/** A template. */
export type TemplateName = ${type};

/** The files, by template and name. */
export const TEMPLATES: Readonly<Record<TemplateName, Readonly<Record<string, string>>>> = {
${templates.join("")}};
`;
}

if (import.meta.main) {
  if (!Deno.args.includes("--check")) Deno.writeTextFileSync(MODULE, templatesModule());
  else if (Deno.readTextFileSync(MODULE) !== templatesModule()) {
    console.error("init/templates.ts is not what init/template/ says: run deno task jumpstarter:generate");
    Deno.exit(1);
  }
}
