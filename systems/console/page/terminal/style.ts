/**
 * How a piece of a terminal's text looks.
 *
 * @module
 */

/** A look. Colours are those of the page's scheme by their numbers, 0 to 15; null for the usual one. */
export interface Style {
  /** The colour of the text. */
  readonly colour: number | null;
  /** The colour behind it. */
  readonly ground: number | null;
  /** Whether it is bold. */
  readonly isBold: boolean;
  /** Whether a line stands below it. */
  readonly isUnderlined: boolean;
  /** Whether the colours change places. */
  readonly isInverse: boolean;
  /** Whether it is quiet: faint, or what the console itself says. */
  readonly isQuiet: boolean;
}

/** The usual look. */
export const PLAIN: Style = {
  colour: null,
  ground: null,
  isBold: false,
  isUnderlined: false,
  isInverse: false,
  isQuiet: false,
};

/** Changes of one number each. */
const CHANGES: Readonly<Record<number, Partial<Style>>> = {
  0: PLAIN,
  1: { isBold: true },
  2: { isQuiet: true },
  4: { isUnderlined: true },
  7: { isInverse: true },
  22: { isBold: false, isQuiet: false },
  24: { isUnderlined: false },
  27: { isInverse: false },
  39: { colour: null },
  49: { ground: null },
};

/**
 * A look after the numbers of an escape, with `;` or `:` between. Numbers that are not known change nothing; of 256 colours
 * the first 16 are known, the others are the usual one.
 */
export function styled(style: Style, parameters: string): Style {
  const numbers = parameters.split(/[;:]/).map(Number);
  let next = style;
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at]!;
    if (number === 38 || number === 48) {
      const isIndexed = numbers[at + 1] === 5, index = numbers[at + 2] ?? 16;
      const value = isIndexed && index < 16 ? index : null;
      next = { ...next, ...number === 38 ? { colour: value } : { ground: value } };
      at += isIndexed ? 2 : 4;
    } else next = { ...next, ...CHANGES[number] ?? coloured(number) };
  }
  return next;
}

/** The classes of a look. */
export function classesOf({ colour, ground, isBold, isUnderlined, isInverse, isQuiet }: Style): string {
  const words = [
    // A bright colour is drawn as its plain one: both stand out from the ground in either scheme.
    colour === null ? "" : `ink-${colour % 8}`,
    ground === null ? "" : `ground-${ground % 8}`,
    isBold ? "bold" : "",
    isUnderlined ? "under" : "",
    isInverse ? "inverse" : "",
    isQuiet ? "quiet" : "",
  ];
  return words.filter((word) => word !== "").join(" ");
}

function coloured(number: number): Partial<Style> {
  const digit = number % 10, isLight = number >= 90, base = number - digit - (isLight ? 60 : 0);
  if (digit > 7 || base !== 30 && base !== 40) return {};
  const value = digit + (isLight ? 8 : 0);
  return base === 30 ? { colour: value } : { ground: value };
}
