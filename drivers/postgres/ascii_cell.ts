/**
 * Reads short cells from the server's bytes, without a text: making one takes longer than all else about such a cell.
 *
 * @module
 */

const MINUS = 0x2d, POINT = 0x2e, ZERO = 0x30, BACKSLASH = 0x5c, X = 0x78;

/** The most digits of a whole number that a number holds exactly. */
const EXACT_DIGITS = 15;

/** The powers of ten that divide those digits; numbers hold all of them exactly. */
const POWERS: readonly number[] = Array.from({ length: EXACT_DIGITS + 1 }, (_, i) => 10 ** i);

/** The most bytes that are read from hexadecimal digits here; the library's reader is faster for more. */
const SHORT_BYTES = 64;

const short = new Uint8Array(SHORT_BYTES);

/** The values of hexadecimal digits by their codes, and what stands for all other characters. */
const DIGITS = new Uint8Array(256), NO_DIGIT = 16;
for (let code = 0; code < DIGITS.length; code++) {
  const value = parseInt(String.fromCharCode(code), 16);
  DIGITS[code] = Number.isNaN(value) ? NO_DIGIT : value;
}

/**
 * The number of some decimal digits with at most one point: one division of two exact numbers rounds as it should. Null for
 * more digits, and for anything else.
 */
export function exactNumber(bytes: Uint8Array, from: number, to: number): number | null {
  const first = bytes[from] === MINUS ? from + 1 : from;
  let digits = 0, places = -1;
  for (let i = first; i < to; i++) {
    const digit = bytes[i]! - ZERO;
    if (bytes[i] === POINT && places < 0) places = to - i - 1;
    else if (digit >= 0 && digit <= 9) digits = 10 * digits + digit;
    else return null;
  }
  const count = to - first - (places < 0 ? 0 : 1);
  if (count === 0 || count > EXACT_DIGITS) return null;
  const value = places > 0 ? digits / POWERS[places]! : digits;
  return first > from ? -value : value;
}

/** The bytes behind `\x`, valid until the next call; null for many, and for another form. */
export function hexBytes(bytes: Uint8Array, from: number, to: number): Uint8Array | null {
  const digits = to - from - 2, length = digits / 2;
  if (digits < 0 || digits > 2 * SHORT_BYTES || digits % 2 > 0) return null;
  if (bytes[from] !== BACKSLASH || bytes[from + 1] !== X) return null;
  for (let i = 0, at = from + 2; i < length; i++, at += 2) {
    const high = DIGITS[bytes[at]!]!, low = DIGITS[bytes[at + 1]!]!;
    if (high === NO_DIGIT || low === NO_DIGIT) return null;
    short[i] = high << 4 | low;
  }
  return short.subarray(0, length);
}

/** Whether it is a day in a year of four digits, such as `2024-01-02`. */
export function isDay(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== 10 || bytes[from + 4] !== MINUS || bytes[from + 7] !== MINUS) return false;
  for (let i = 0; i < 10; i++) {
    const digit = bytes[from + i]! - ZERO;
    if (i !== 4 && i !== 7 && !(digit >= 0 && digit <= 9)) return false;
  }
  return true;
}
