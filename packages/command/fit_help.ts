/**
 * Help texts at the width of a terminal.
 *
 * @module
 */

/** The longest line of a paragraph, in columns, however wide the terminal is. */
const PARAGRAPH_WIDTH = 120;
/** A terminal that is narrower gets lines of this length. */
const LEAST_WIDTH = 40;
/** A line of a list: the first column with the blanks around it, and the second one. */
const ROW = /^( +\S.*? {2,})(\S.*)$/;
/** Where the second column goes on if the first one leaves too little room. */
const NARROW_INDENT = 6;

/**
 * Breaks the lines of a help text at blanks: paragraphs anew, rows of a list below their second column. Commands to copy,
 * which are indented and have one column, stay as they are.
 *
 * @param columns The width of the terminal; null for a file or a pipe, in which a row stays one line.
 */
export function fitHelp(text: string, columns: number | null): string {
  const width = Math.max(LEAST_WIDTH, columns ?? PARAGRAPH_WIDTH);
  return text.split(/\n{2,}/).map((block) => blockLines(block, columns === null ? Infinity : width, width).join("\n"))
    .join("\n\n");
}

function blockLines(block: string, rowWidth: number, width: number): string[] {
  const lines: string[] = [];
  let paragraph: string[] = [];
  const endParagraph = () => {
    lines.push(...wrapped("", paragraph.join(" "), Math.min(width, PARAGRAPH_WIDTH)));
    paragraph = [];
  };
  for (const line of block.split("\n")) {
    if (/^\S/.test(line) && !line.startsWith("Usage: ")) {
      paragraph.push(line);
      continue;
    }
    if (paragraph.length > 0) endParagraph();
    lines.push(...rowLines(line, rowWidth));
  }
  if (paragraph.length > 0) endParagraph();
  return lines;
}

function rowLines(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  if (line.startsWith("Usage: ")) return wrapped("Usage: ", line.slice("Usage: ".length), width);
  const row = ROW.exec(line);
  return row === null ? [line] : wrapped(row[1]!, row[2]!, width);
}

/** A text behind a head, whose further lines begin below the first one. */
function wrapped(head: string, text: string, width: number): string[] {
  const indent = " ".repeat(head.length > width / 2 ? NARROW_INDENT : head.length);
  const lines: string[] = [];
  let line = head, isEmpty = true;
  for (const word of text.split(" ")) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
