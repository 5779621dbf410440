/**
 * PostgreSQL for DBFlux: exact values, cancelling at the server, several databases, TLS and Unix sockets.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { driver } from "./mod.ts";
 *
 * strictEqual(driver.metadata.defaultPort, 5432);
 * ```
 *
 * @module
 */
export { driver } from "./driver.ts";
