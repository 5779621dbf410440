/**
 * Names of contestants that several files use.
 *
 * @module
 */

/** Fluxwire's codec, in the newest released layouts. */
export const BINCODE = "Fluxwire, bincode", POSTCARD = "Fluxwire, postcard";

/** The rival that supports only rows. */
export const HAND = "TypeScript bincode by hand, rows only";
