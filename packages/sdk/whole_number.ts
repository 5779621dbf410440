/**
 * Counts that authors give, as the wire has them.
 *
 * @module
 */

const MAX = 2n ** 64n - 1n;

/**
 * A count as the wire's unsigned integer of 64 bits.
 *
 * @param place What the count is, for the error.
 * @throws {RangeError} for anything but a whole number from 0 to 2^64 - 1, naming the place.
 */
export function wholeNumber(value: number | bigint, place: string): bigint {
  if (typeof value === "bigint" || Number.isInteger(value)) {
    const whole = BigInt(value);
    if (whole >= 0n && whole <= MAX) return whole;
  }
  const found = String(value).slice(0, 40);
  throw new RangeError(
    `Cannot send ${place}: ${found} is no whole number from 0 to ${MAX}; leave out what is not known`,
  );
}
