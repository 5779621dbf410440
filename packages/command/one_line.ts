/**
 * Text from outside, made safe to show.
 *
 * @module
 */
import { escapeControls } from "@fluxwire/transport/internal";

/** The text on one line, without characters that control a terminal. */
export function oneLine(text: string): string {
  return escapeControls(text.replace(/\s*[\r\n]+\s*/g, " "));
}
