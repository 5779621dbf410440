/**
 * What a run of checks can be of. The page loads neither the checks nor the tables of the wire: a test compares.
 *
 * @module
 */

/** The suites of checks. */
export const SUITES: readonly string[] = ["core", "full", "strict", "hostile"];

/** The layouts, oldest first. */
export const LAYOUTS: readonly string[] = ["0.4", "0.5", "0.6", "0.7.0", "0.7.1", "0.8"];
