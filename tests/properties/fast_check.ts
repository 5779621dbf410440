/**
 * fast-check: the one place that names its version.
 *
 * @module
 */
export { default as fc } from "npm:fast-check@4.10.2";
