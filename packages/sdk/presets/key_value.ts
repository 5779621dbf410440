/**
 * The default metadata of key-value stores.
 *
 * @module
 */
import type { DriverMetadata } from "@fluxwire/wire";
import { type MetadataChanges, type MetadataParts, withChanges } from "./metadata_changes.ts";
import { NO_DEFINITIONS, NO_LIMITS, NO_QUERIES, NO_TRANSACTIONS, NO_WRITES } from "./nothing.ts";

/** Keys that are found page by page, without joins or definitions. */
const KEY_VALUE: MetadataParts = {
  syntax: {
    identifierQuote: '"',
    stringQuote: '"',
    placeholderStyle: "QuestionMark",
    supportsSchemas: false,
    defaultSchema: null,
    caseSensitiveIdentifiers: true,
  },
  query: { ...NO_QUERIES, pagination: ["Cursor"], supportsLimit: true },
  mutation: {
    ...NO_WRITES,
    supportsInsert: true,
    supportsUpdate: true,
    supportsDelete: true,
    supportsUpsert: true,
  },
  ddl: NO_DEFINITIONS,
  transactions: NO_TRANSACTIONS,
  limits: NO_LIMITS,
};

/**
 * Metadata of a driver for a key-value store, with changes to the defaults: keys are read page by page and written one
 * at a time. Use it as `metadata: keyValueMetadata({ ... })`.
 *
 * @example A store on a server
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { keyValueMetadata } from "@fluxwire/sdk";
 *
 * const metadata = keyValueMetadata({ deploymentClass: "SelfHosted", query: {} });
 * deepStrictEqual(metadata.query?.pagination, ["Cursor"]);
 * ```
 */
export function keyValueMetadata(changes: MetadataChanges = {}): Partial<DriverMetadata> {
  return withChanges(KEY_VALUE, changes);
}
