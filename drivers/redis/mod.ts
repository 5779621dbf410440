/**
 * Redis for DBFlux: keys of every type, streams, several databases, and the query editor for every other command.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { driver } from "./mod.ts";
 *
 * strictEqual(driver.metadata.category, "KeyValue");
 * ```
 *
 * @module
 */
export { driver } from "./driver.ts";
