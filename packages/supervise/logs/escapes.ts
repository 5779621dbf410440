/**
 * Control characters in a program's output: colours, cursor movements and titles, which some programs write even
 * without a terminal, and what else a terminal would obey.
 *
 * @module
 */
import { escapeControls } from "@fluxwire/transport/internal";

const ESC = "\\u001b", ST = `(?:\\u0007|\\u009c|${ESC}\\\\)`;
const SEQUENCES = new RegExp(
  [
    // CSI: parameters, then one final character.
    `(?:${ESC}\\[|\\u009b)[0-?]*[ -/]*[@-~]`,
    // OSC, DCS, SOS, PM and APC: a text up to its terminator, on its line.
    `(?:${ESC}[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0007\\u0090\\u0098\\u009c-\\u009f${ESC}\\n\\r]*${ST}`,
    // All others, with intermediate characters: charsets, resets, single shifts.
    `${ESC}[ -/]*[0-~]`,
  ].join("|"),
  "g",
);
/** Every C0 and C1 character and DEL, but tab and the ends of lines. */
// deno-lint-ignore no-control-regex -- these are what is removed
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]+/g;

/** Controls of text direction, which show a line in another order, and separators of lines: they are kept as `\\u202e`. */
const SHOWN = /[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g;

/** The text without escape sequences and control characters, but tabs and the ends of lines; controls of text direction escaped. */
export function withoutEscapes(text: string): string {
  const clean = text.search(CONTROLS) < 0 ? text : text.replace(SEQUENCES, "").replace(CONTROLS, "");
  return clean.replace(SHOWN, escapeControls);
}
