/**
 * The interface of a type's exact JSON: conversion in both directions.
 *
 * @module
 */

/** Both conversions of one type. `depth` is the number of further levels of nesting allowed. */
export interface JsonForm {
  /**
   * Converts a value to one for `JSON.stringify`.
   *
   * @throws {MismatchError} for a value that is not of the type.
   */
  toJson(value: unknown, depth: number): unknown;
  /**
   * Converts a result of {@link parseJson} to a value; `undefined` is a missing key.
   *
   * @throws {MismatchError} for JSON that is not of the type.
   */
  fromJson(json: unknown, depth: number): unknown;
}

/** A type whose values are the same in JSON; `check` returns the value or throws. */
export function sameInJson(check: (value: unknown) => unknown): JsonForm {
  return { toJson: check, fromJson: check };
}
