/**
 * fast-check: the only place with its version.
 *
 * @module
 */
export { default as fc } from "npm:fast-check@4.10.2";
