/**
 * What every type has in exact JSON: a way there and a way back.
 *
 * @module
 */

/** The two directions of one type. `depth` is how many more levels of nesting are allowed. */
export interface JsonForm {
  /**
   * The value as `JSON.stringify` takes it.
   *
   * @throws {MismatchError} for a value that is not of the type.
   */
  toJson(value: unknown, depth: number): unknown;
  /**
   * The value that stands for what {@link parseJson} gave; `undefined` is a missing key.
   *
   * @throws {MismatchError} for JSON that is not of the type.
   */
  fromJson(json: unknown, depth: number): unknown;
}

/** A type whose values are the same in JSON: `check` gives the value, or throws. */
export function sameInJson(check: (value: unknown) => unknown): JsonForm {
  return { toJson: check, fromJson: check };
}
