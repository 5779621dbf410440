/**
 * The order in which the pages of docs/ are read, as docs/README.md has it, and the last line of each page.
 *
 * @module
 */
import { read } from "./tree.ts";

/** The last line of a page. */
const FOOTER = /\n\n---\n\n[^\n]*\n$/;

/** The pages by their files' names, in order; those in folders are tables behind another page. */
export function readingOrder(): string[] {
  return [...read("docs/README.md").matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, file]) => file!);
}

/** A page with the line that names its neighbours. */
export function withFooter(file: string, text: string): string {
  const order = readingOrder(), at = order.indexOf(file);
  const link = (word: string, other: string | undefined) =>
    other === undefined ? [] : [`${word}: [${titleOf(other)}](${other})`];
  const parts = [...link("Before", order[at - 1]), ...link("Next", order[at + 1]), "[All documents](README.md)"];
  return `${withoutFooter(text).trimEnd()}\n\n---\n\n${parts.join(" · ")}\n`;
}

/** A page without the line that names its neighbours. */
export function withoutFooter(text: string): string {
  return text.replace(FOOTER, "\n");
}

function titleOf(file: string): string {
  return /^# (.+)$/m.exec(read(`docs/${file}`))![1]!;
}
