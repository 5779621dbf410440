/**
 * Numbers of things in words.
 *
 * @module
 */

/** Such as `1 row`, and `1,000 rows`. */
export function counted(many: number, word: string): string {
  return many === 1 ? `1 ${word}` : `${many.toLocaleString("en")} ${word}s`;
}
