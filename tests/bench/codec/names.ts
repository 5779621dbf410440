/**
 * The names of what is measured, where more than one file needs them.
 *
 * @module
 */

/** Ours, in the newest layouts that have been released. */
export const BINCODE = "Fluxwire, bincode", POSTCARD = "Fluxwire, postcard";

/** The rival that does nothing but the rows. */
export const HAND = "TypeScript bincode by hand, rows only";
