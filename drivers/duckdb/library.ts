/**
 * npm:@duckdb/node-api itself: the only place that names its version.
 *
 * @module
 */
export * from "npm:@duckdb/node-api@1.5.6-r.1";
