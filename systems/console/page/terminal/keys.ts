/**
 * What keys send to a terminal.
 *
 * @module
 */

/** Keys that are no text. */
const KEYS: Readonly<Record<string, string>> = {
  Enter: "\r",
  Backspace: "\x7f",
  Escape: "\x1b",
  ArrowUp: "\x1b[A",
  ArrowDown: "\x1b[B",
  ArrowRight: "\x1b[C",
  ArrowLeft: "\x1b[D",
  Home: "\x1b[H",
  End: "\x1b[F",
  Insert: "\x1b[2~",
  Delete: "\x1b[3~",
  PageUp: "\x1b[5~",
  PageDown: "\x1b[6~",
};

/** A key as it was pressed. */
export interface Pressed {
  /** As `KeyboardEvent.key` has it. */
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * What a key sends.
 *
 * @param isTabSent Whether Tab is for the terminal, and not for the page.
 * @returns Null for a key that the page or the browser needs, and for text, which comes as input.
 */
export function sentBy({ key, ctrlKey, altKey, metaKey, shiftKey }: Pressed, isTabSent: boolean): string | null {
  if (metaKey || altKey) return null;
  if (ctrlKey) {
    // Copying and pasting stay the browser's: with Shift as in other terminals, and Ctrl+V.
    const isLetter = /^[a-z[\\\]^_]$/i.test(key) && !shiftKey && key.toLowerCase() !== "v";
    return isLetter ? String.fromCharCode(key.toUpperCase().charCodeAt(0) & 0x1f) : null;
  }
  if (key === "Tab") return isTabSent && !shiftKey ? "\t" : null;
  return Object.hasOwn(KEYS, key) ? KEYS[key]! : null;
}

/** A text that was typed or pasted, as a terminal sends it: each line ends with what Enter sends. */
export function sentText(text: string): string {
  return text.replace(/\r?\n/g, "\r");
}
