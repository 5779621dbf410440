/**
 * SQLite for DBFlux: files and databases in memory, each in its own process, so that statements can be cancelled.
 *
 * @example
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { driver } from "@fluxwire/driver-sqlite";
 * import { connectInMemory } from "@fluxwire/sdk/testing";
 *
 * await using client = await connectInMemory(driver);
 * await using session = await client.open({ path: ":memory:" });
 * deepStrictEqual((await session.execute({ sql: "SELECT ? + 1", params: [41n] })).rows, [[42n]]);
 * ```
 *
 * @module
 */
export { driver } from "./driver.ts";
