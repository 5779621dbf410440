/**
 * The command lines of a document: those of its blocks for a shell, and those between backticks.
 *
 * @module
 */

/** A command line, and where it stands. */
export interface CommandLine {
  /** The document. */
  readonly document: string;
  /** Its words, without quotes. */
  readonly words: readonly string[];
}

/** What ends a command within a line: a comment, a pipe, a redirection, another command. */
const END = /^(#|\||\|\||&&|&|;|[0-9]?>.*|<.*)$/;
const WORD = /(?:"(?:\\.|[^"])*"|'[^']*'|[^\s"'])+/g;

/** The command lines of a document that begin with a program. */
export function commandLines(document: string, text: string, program: RegExp): CommandLine[] {
  const blocks = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block]) => block!.replaceAll("\\\n", " "));
  const prose = text.replaceAll(/^```[^]*?^```$/gm, "");
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span!);
  const lines = [...blocks.flatMap((block) => block.split("\n")), ...spans];
  return lines.flatMap((line) => {
    const at = program.exec(line);
    if (at === null) return [];
    const words = [...line.slice(at.index + at[0].length).matchAll(WORD)].map(([word]) => word);
    const end = words.findIndex((word) => END.test(word));
    const own = (end < 0 ? words : words.slice(0, end)).map((word) => word.replaceAll(/["'()]/g, ""));
    return [{ document, words: own }];
  });
}
