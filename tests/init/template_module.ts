/**
 * The module that contains the files of a new driver: a program of a registry cannot read files beside it, and a
 * registry accepts no text imports.
 *
 * @module
 */

/** The folders of the files in editable form, which are checked and tested, by the template. */
const TEMPLATES: Readonly<Record<string, readonly URL[]>> = {
  driver: [folder("template")],
  // What a folder does not have comes from those before it.
  kv: [folder("template"), folder("template_kv")],
};

function folder(name: string): URL {
  return new URL(`../../packages/sdk/init/${name}/`, import.meta.url);
}

/** The generated module. */
export const MODULE: URL = new URL("../../packages/sdk/init/template.ts", import.meta.url);

/** A text as TypeScript writes it on several lines. */
export function textLiteral(text: string): string {
  return `\`${text.replaceAll(/[\\`]|\$\{/g, "\\$&")}\``;
}

/** The module's text. */
export async function templateModule(): Promise<string> {
  const templates = await Promise.all(
    Object.entries(TEMPLATES).map(async ([template, folders]) => {
      const files = new Map<string, string>();
      for (const folder of folders) {
        for (const { name } of Deno.readDirSync(folder)) {
          files.set(name, await Deno.readTextFile(new URL(name, folder)));
        }
      }
      const names = [...files.keys()].toSorted();
      const entries = names.map((name) => `    "${name}": ${textLiteral(files.get(name)!)},\n`);
      return `  ${template}: {\n${entries.join("")}  },\n`;
    }),
  );
  return `/**
 * The files of a new driver, by its template and their names. Made by \`deno task init:generate\` from those in the folders
 * \`template\` and \`template_*\`.
 *
 * @module
 */
export const TEMPLATES = {
${templates.join("")}} as const;
`;
}
