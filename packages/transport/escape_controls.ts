/**
 * Characters that a terminal obeys instead of showing them.
 *
 * @module
 */

/** C0, DEL and C1; the controls of text direction, which show a text in another order; separators of lines. */
const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** The text with its control characters as they are written in JSON: `\u001b`. Tabs and the ends of lines are controls. */
export function escapeControls(text: string): string {
  return text.replace(CONTROLS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The same for a text of several lines, whose tabs and ends of lines stay. */
export function escapeWithinLines(text: string): string {
  return text.replace(/[^\n\t]+/g, escapeControls);
}
