/**
 * DuckDB for DBFlux: database files, databases in memory, and CSV, Parquet and JSON files read in place.
 *
 * @example
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { driver } from "@fluxwire/driver-duckdb";
 * import { connectInMemory } from "@fluxwire/sdk/testing";
 *
 * await using client = await connectInMemory(driver);
 * await using session = await client.open({ path: ":memory:" });
 * const { rows } = await session.execute({ sql: "SELECT $1 + 1, 2::HUGEINT", params: [41n] });
 * deepStrictEqual(rows[0]![1], { type: "Decimal", value: "2" });
 * ```
 *
 * @module
 */
export { driver } from "./driver.ts";
