/**
 * npm:pg as it is: the one place that names its version.
 *
 * @module
 */
export { default as library } from "npm:pg@8.23.1";
