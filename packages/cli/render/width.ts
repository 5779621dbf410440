/**
 * How many columns of a terminal a text takes, and texts of a given width.
 *
 * @module
 */

/** Texts of these characters have one column for each. */
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
/** Characters that take two columns: East Asian wide ones and most emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
/** Characters that take none: marks upon others, and joiners. */
const ZERO_WIDTH = /[\p{M}\u200b-\u200f\ufeff]/u;
/** Asks for the coloured form of the character before it. */
const EMOJI_FORM = "\ufe0f";

/** Made when a text needs it: it costs start-up time. */
let segmenter: Intl.Segmenter | undefined;

/** The width of a text, in a terminal's columns. Characters that are drawn as one, such as a flag, count once. */
export function width(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let columns = 0;
  for (const segment of clustersOf(text)) columns += clusterWidth(segment);
  return columns;
}

/** The text with spaces behind it, or before it if it is aligned to the right. A longer text stays. */
export function pad(text: string, columns: number, isRight: boolean = false): string {
  const gap = " ".repeat(Math.max(0, columns - width(text)));
  return isRight ? gap + text : text + gap;
}

/**
 * The text in lines of a width, broken at spaces if that leaves at least half of a line, otherwise anywhere. A character
 * wider than the line has a line of its own.
 *
 * @param maxLines How many lines are made at most; the rest of the text is left out.
 */
export function wrap(text: string, columns: number, maxLines: number = Infinity): string[] {
  const lines: string[] = [];
  let line = "", used = 0;
  for (const segment of clustersOf(text)) {
    const wide = width(segment);
    if (used > 0 && used + wide > columns) {
      if (lines.length + 1 >= maxLines) return [...lines, line];
      const [whole, rest] = segment === " " ? [line, ""] : brokenAtSpace(line, columns);
      lines.push(whole);
      line = rest;
      used = width(rest);
      if (segment === " ") continue;
    }
    line += segment;
    used += wide;
  }
  return [...lines, line];
}

function brokenAtSpace(line: string, columns: number): [whole: string, rest: string] {
  const at = line.lastIndexOf(" ");
  return at < columns / 2 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
}

function* clustersOf(text: string): Generator<string> {
  if (PRINTABLE_ASCII.test(text)) return yield* text;
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  for (const { segment } of segmenter.segment(text)) yield segment;
}

function clusterWidth(cluster: string): number {
  if (cluster.includes(EMOJI_FORM)) return 2;
  let columns = 0;
  for (const character of cluster) {
    columns = Math.max(columns, ZERO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1);
  }
  return columns;
}
