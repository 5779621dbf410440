/**
 * Numbers of things in words.
 *
 * @module
 */

/** A number with its word, such as `1 row` and `1000 rows`; the word is one that only gets an `s`. */
export function counted(many: number, word: string): string {
  return `${many} ${word}${many === 1 ? "" : "s"}`;
}
