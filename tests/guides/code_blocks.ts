/**
 * The code blocks of a guide.
 *
 * @module
 */

/** A fenced block. */
export interface CodeBlock {
  /** The first word after its fence: `ts`, `sh`, `text`. */
  language: string;
  /** The text between the fences. */
  text: string;
  /** The line of its opening fence, counted from 1. */
  line: number;
}

/** The blocks of a Markdown text, in order; blocks in lists lose their indentation. */
export function codeBlocks(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(/^( *)```(\w*).*\n([^]*?)^\1```$/gm)].map((
    { 1: indent, 2: language, 3: text, index },
  ) => ({
    language: language!,
    text: text!.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    line: markdown.slice(0, index).split("\n").length,
  }));
}
