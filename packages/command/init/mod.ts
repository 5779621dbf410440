/**
 * Makes new projects of a system from its templates.
 *
 * @module
 */
export { makeProject, type ProjectMaker, type ProjectOptions, runInit } from "./run_init.ts";
