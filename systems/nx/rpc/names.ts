/**
 * Names on the wire that both ends use.
 *
 * @module
 */

/** The endpoint key that marks the registration of a hub. */
export const REGISTER = "__register__";
