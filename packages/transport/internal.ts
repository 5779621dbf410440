/**
 * For the packages of Fluxwire that stand on this one, and for nobody else: it may change with any release.
 *
 * @module
 */
export { frameLengthError } from "./frame.ts";
