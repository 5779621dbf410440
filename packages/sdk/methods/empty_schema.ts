/**
 * Empty answers to the requests for parts of a relational schema that DBFlux always sends.
 *
 * @module
 */
import type { DriverResponseBody } from "@fluxwire/wire";
import type { RequestName } from "./method.ts";

/** Empty lists, by the requests for them. */
const EMPTY: Readonly<Partial<Record<RequestName, DriverResponseBody>>> = {
  SchemaTypes: { type: "SchemaTypes", types: [] },
  SchemaIndexes: { type: "SchemaIndexes", indexes: [] },
  SchemaForeignKeys: { type: "SchemaForeignKeys", foreignKeys: [] },
};

/**
 * The answer to a request without a method in the session. The tree of a relational schema always has the folders
 * Data Types, Indexes and Foreign Keys; DBFlux would show an error as a red message when the user opens one.
 *
 * @param isRelational Whether the driver is relational, or the session has answered Schema with a relational structure.
 * @returns An empty list for these three requests of a relational session, otherwise null.
 */
export function emptySchemaPart(request: RequestName, isRelational: boolean): DriverResponseBody | null {
  return isRelational ? EMPTY[request] ?? null : null;
}
