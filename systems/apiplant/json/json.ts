/** Values of JSON whose numbers are exact. */

/**
 * A number that no double holds digit for digit, such as `0.12345678901234567891`: made by `JSON.rawJSON`, written as it
 * was read.
 */
export interface RawNumber {
  /** Its digits, as they stand in the text. */
  readonly rawJSON: string;
}

/** A value of JSON. Integers beyond 2^53 - 1 are bigints; other numbers that a double would change are raw. */
export type Json = null | boolean | number | bigint | string | RawNumber | readonly Json[] | JsonObject;

/** An object of JSON. */
export interface JsonObject {
  /** Its members. */
  readonly [name: string]: Json;
}
