/**
 * Escape sequences in a program's output: colours, cursor movements and titles, which some drivers write without a
 * terminal (PROTOCOL.md#the-driver-host).
 *
 * @module
 */
const ESCAPE = String.fromCharCode(27);
const SEQUENCES = new RegExp(
  `${ESCAPE}(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007${ESCAPE}]*(?:\\u0007|${ESCAPE}\\\\)|[@-Z\\\\-_])`,
  "g",
);

/** The text without its escape sequences. */
export function withoutEscapes(text: string): string {
  return text.includes(ESCAPE) ? text.replace(SEQUENCES, "") : text;
}
