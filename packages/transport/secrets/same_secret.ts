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
  const want = utf8.encode(expected), have = utf8.encode(given ?? "");
  let difference = want.length ^ have.length;
  for (let i = 0; i < have.length; i++) difference |= have[i]! ^ want[i % want.length]!;
  return difference === 0;
}
