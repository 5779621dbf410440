/**
 * Reads short cells from the server's bytes, without a text: making one takes longer than all else about such a cell.
 *
 * @module
 */

const SPACE = 0x20, PLUS = 0x2b, MINUS = 0x2d, POINT = 0x2e, ZERO = 0x30, COLON = 0x3a, T = 0x54, Z = 0x5a;
const BACKSLASH = 0x5c, X = 0x78;

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
    const byte = bytes[i]!;
    if (byte === POINT && places < 0) places = to - i - 1;
    else if (isDigit(byte)) digits = 10 * digits + byte - ZERO;
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

/** The lengths of a moment to the second, of a fraction with its point, and of the offset `+00`. */
const SECOND_LENGTH = 19, MAX_FRACTION_LENGTH = 10, OFFSET_LENGTH = 3;

/** The days of each month; the 29th of February is left to the reader of dates. */
const DAYS: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The moment of a text such as `2024-01-02 03:04:05.678+00`, with T and Z, valid until the next call; null for other offsets, and
 * for any text that another reader might read in another way.
 */
export function utcMoment(bytes: Uint8Array, from: number, to: number): Uint8Array | null {
  const length = to - from - OFFSET_LENGTH, fraction = length - SECOND_LENGTH, clock = from + 11;
  if (fraction < 0 || fraction > MAX_FRACTION_LENGTH || fraction === 1 || !isDay(bytes, from, from + 10)) return null;
  if (bytes[from + 10] !== SPACE || bytes[clock + 2] !== COLON || bytes[clock + 5] !== COLON) return null;
  const month = pair(bytes, from + 5), day = pair(bytes, from + 8);
  if (!(day >= 1 && day <= (DAYS[month - 1] ?? 0))) return null;
  if (!(pair(bytes, clock) < 24 && pair(bytes, clock + 3) < 60 && pair(bytes, clock + 6) < 60)) return null;
  if (fraction > 0 && bytes[from + SECOND_LENGTH] !== POINT) return null;
  const end = from + length;
  for (let i = from + SECOND_LENGTH + 1; i < end; i++) if (!isDigit(bytes[i]!)) return null;
  if (bytes[end] !== PLUS || pair(bytes, end + 1) !== 0) return null;
  for (let i = 0; i < length; i++) short[i] = bytes[from + i]!;
  short[10] = T;
  short[length] = Z;
  return short.subarray(0, length + 1);
}

/** The number of two digits; NaN for anything else. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]!, ones = bytes[at + 1]!;
  return isDigit(tens) && isDigit(ones) ? 10 * (tens - ZERO) + ones - ZERO : NaN;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte < COLON;
}

/** Whether it is a day in a year of four digits, such as `2024-01-02`. */
export function isDay(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== 10 || bytes[from + 4] !== MINUS || bytes[from + 7] !== MINUS) return false;
  for (let i = 0; i < 10; i++) if (i !== 4 && i !== 7 && !isDigit(bytes[from + i]!)) return false;
  return true;
}
