/**
 * npm:pg itself: the only place that names its version.
 *
 * @module
 */
export { default as library } from "npm:pg@8.23.1";
