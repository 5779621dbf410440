/**
 * Texts as a page may show them: no control changes the order or the place of what stands around it, and each is seen.
 *
 * @module
 */

const CONTROLS = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/** A text on one line, with each control as a picture or as its number. */
export function shownLine(text: string): string {
  return text.replaceAll(CONTROLS, shownControl);
}

/** The same for a text of several lines, whose ends and tabs stay. */
export function shownLines(text: string): string {
  return text.replaceAll(CONTROLS, (one) => one === "\n" || one === "\t" ? one : shownControl(one));
}

function shownControl(one: string): string {
  const code = one.codePointAt(0)!;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? "\u2421" : `\\u{${code.toString(16)}}`;
}
