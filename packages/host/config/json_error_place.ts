/**
 * Where a text stops being JSON. The engine's messages do not always say so, and show a piece of the text.
 *
 * @module
 */

/**
 * The line and column, from 1, of the first character that cannot stand there, or of the end where more is missing.
 *
 * @param text A text that is no JSON.
 */
export function jsonErrorPlace(text: string): string {
  let good = 0, bad = text.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isBeginning(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  const lines = text.slice(0, good).split("\n");
  return `line ${lines.length}, column ${lines.at(-1)!.length + 1}`;
}

/** Whether JSON can begin with a text: it is whole, or what is wrong with it is that it ends. */
function isBeginning(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const position = / at position (\d+)/.exec(error.message)?.[1];
    if (position !== undefined && Number(position) < text.length) {
      return error.message.startsWith("Unterminated string");
    }
    return position !== undefined || error.message.startsWith("Unexpected end");
  }
}
