/**
 * The default metadata of document databases.
 *
 * @module
 */
import type { DriverMetadata } from "@fluxwire/wire";
import { type MetadataChanges, type MetadataParts, withChanges } from "./metadata_changes.ts";
import { NO_DEFINITIONS, NO_LIMITS, NO_QUERIES, NO_TRANSACTIONS, NO_WRITES } from "./nothing.ts";

/**
 * Collections without a schema and without writes: the wire has no format for writing documents (PROTOCOL.md, hazard
 * H4).
 */
const DOCUMENT: MetadataParts = {
  syntax: {
    identifierQuote: '"',
    stringQuote: '"',
    placeholderStyle: "QuestionMark",
    supportsSchemas: false,
    defaultSchema: null,
    caseSensitiveIdentifiers: true,
  },
  query: {
    ...NO_QUERIES,
    pagination: ["Offset"],
    supportsOrderBy: true,
    orderByMode: "AnyColumns",
    supportsGroupBy: true,
    supportsDistinct: true,
    supportsLimit: true,
    supportsOffset: true,
    supportsExplain: true,
  },
  mutation: NO_WRITES,
  ddl: {
    ...NO_DEFINITIONS,
    supportsCreateDatabase: true,
    supportsDropDatabase: true,
    supportsCreateTable: true,
    supportsDropTable: true,
    supportsCreateIndex: true,
    supportsDropIndex: true,
  },
  transactions: NO_TRANSACTIONS,
  limits: NO_LIMITS,
};

/**
 * Metadata of a driver for a document database, with changes to the defaults: collections without schemas, joins and
 * transactions, whose documents cannot be written through the wire. Use it as `metadata: documentMetadata({ ... })`.
 *
 * @example A database that has transactions
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { documentMetadata } from "@fluxwire/sdk";
 *
 * const metadata = documentMetadata({ query: {}, transactions: { supportsTransactions: true } });
 * strictEqual(metadata.query?.supportsJoins, false);
 * strictEqual(metadata.transactions?.supportsTransactions, true);
 * ```
 */
export function documentMetadata(changes: MetadataChanges = {}): Partial<DriverMetadata> {
  return withChanges(DOCUMENT, changes);
}
