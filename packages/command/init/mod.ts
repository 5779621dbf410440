/**
 * Makes new projects of a package from its templates.
 *
 * @module
 */
export { makeProject, type ProjectMaker, type ProjectOptions, runInit, showProject } from "./run_init.ts";
