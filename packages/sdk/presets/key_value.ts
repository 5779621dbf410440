/**
 * What key-value stores can do, where their driver says nothing else.
 *
 * @module
 */
import type { DriverMetadata } from "@fluxwire/wire";
import { type MetadataChanges, type MetadataParts, withChanges } from "./metadata_changes.ts";
import { NO_DEFINITIONS, NO_LIMITS, NO_QUERIES, NO_TRANSACTIONS, NO_WRITES } from "./nothing.ts";

/** Keys that are found page by page, and nothing that could be joined or defined. */
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
 * Metadata of a driver for a key-value store: `metadata: keyValueMetadata({ ... })` says what differs from keys that are
 * read page by page and written one at a time.
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
