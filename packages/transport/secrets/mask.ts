/**
 * What stands in a secret's place, and how much is looked for.
 *
 * @module
 */

/** The text that replaces a secret everywhere. */
export const MASK = "[masked]";
/** Shorter secrets are not looked for: every other word would be masked. */
export const MIN_SECRET_CHARACTERS = 3;
/** Of a longer secret, its beginning is looked for. */
export const MAX_SECRET_CHARACTERS = 16_384;
/** The most secrets that are looked for at once. */
export const MAX_SECRETS = 1_000;
/** The most characters that they may have together. */
export const MAX_ALL_CHARACTERS = 262_144;
