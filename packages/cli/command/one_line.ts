/**
 * Text of others, made safe to show.
 *
 * @module
 */
import { escapeControls } from "@fluxwire/wire";

/** Text that stays on its line and leaves a terminal as it is. */
export function oneLine(text: string): string {
  return escapeControls(text.replace(/\s*[\r\n]+\s*/g, " "));
}
