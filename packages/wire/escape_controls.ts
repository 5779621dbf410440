/**
 * Text of others, made safe for a terminal.
 *
 * @module
 */

/** C0, DEL and C1, marks that turn the direction of what stands behind them, and separators that end a line. */
const CONTROLS = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * A text with every control character written as JSON has it: `\u001b`, `\u202e`. What it shows then stands in the order
 * in which it was written, and a terminal does nothing else; JSON stays the same JSON.
 */
export function escapeControls(text: string): string {
  return text.replace(CONTROLS, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
