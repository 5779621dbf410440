/**
 * Comparing secrets.
 *
 * @module
 */
const utf8 = new TextEncoder();

/**
 * Whether a text is the expected secret.
 *
 * @returns The answer, after a time that depends only on the length of the given text.
 */
export function isSameSecret(expected: string, given: string | null | undefined): boolean {
  return areSameBytes(utf8.encode(expected), utf8.encode(given ?? ""));
}

/**
 * Whether bytes are the expected ones: reads the same places of both, in the same order, for all bytes of these lengths.
 *
 * @returns The answer.
 */
export function areSameBytes(want: Uint8Array, have: Uint8Array): boolean {
  let difference = want.length ^ have.length;
  for (let i = 0; i < have.length; i++) difference |= have[i]! ^ want[i % want.length]!;
  return difference === 0;
}
