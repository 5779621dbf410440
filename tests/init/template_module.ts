/**
 * The module that contains the files of a new driver: a program of a registry cannot read files beside it, and a
 * registry accepts no text imports.
 *
 * @module
 */

/** The files in editable form, which are checked and tested. */
const TEMPLATE: URL = new URL("../../packages/sdk/init/template/", import.meta.url);

/** The generated module. */
export const MODULE: URL = new URL("../../packages/sdk/init/template.ts", import.meta.url);

/** A text as TypeScript writes it on several lines. */
export function textLiteral(text: string): string {
  return `\`${text.replaceAll(/[\\`]|\$\{/g, "\\$&")}\``;
}

/** The module's text. */
export async function templateModule(): Promise<string> {
  const names = Array.from(Deno.readDirSync(TEMPLATE), ({ name }) => name).toSorted();
  const entries = await Promise.all(names.map(async (name) => {
    const text = await Deno.readTextFile(new URL(name, TEMPLATE));
    return `  "${name}": ${textLiteral(text)},\n`;
  }));
  return `/**
 * The files of a new driver, by their names. Made by \`deno task init:generate\` from those in \`template/\`.
 *
 * @module
 */
export const TEMPLATE: Readonly<Record<string, string>> = {
${entries.join("")}};
`;
}
