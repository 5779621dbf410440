/**
 * Text from outside, made safe to show.
 *
 * @module
 */
import { escapeControls } from "@fluxwire/transport/internal";

/** The text on one line, without characters that control a terminal. */
export function oneLine(text: string): string {
  // A pattern that begins with any number of blanks would look at each of many blanks again and again.
  return escapeControls(text.replace(/\s+/g, (blank) => /[\r\n]/.test(blank) ? " " : blank));
}
