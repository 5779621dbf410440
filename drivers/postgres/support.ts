/**
 * The abilities of PostgreSQL and this driver, in the host's terms.
 *
 * @module
 */
import { type DriverMetadata, sqlMetadata } from "@fluxwire/sdk";

/** Flags that follow neither from the methods of a session nor from {@link METADATA}. */
export const CAPABILITIES: readonly string[] = [
  "SSL",
  "PREPARED_STATEMENTS",
  "CHECK_CONSTRAINTS",
  "UNIQUE_CONSTRAINTS",
  "ARRAYS",
  "AGGREGATION",
  "MULTI_STATEMENT",
];

/** The parts of TableDetails besides foreign keys. */
export const SCHEMA_FEATURES: readonly string[] = ["CHECK_CONSTRAINTS", "UNIQUE_CONSTRAINTS"];

/** The metadata, as changes to that of SQL databases. */
export const METADATA: Partial<DriverMetadata> = sqlMetadata({
  deploymentClass: "SelfHosted",
  syntax: { placeholderStyle: "DollarNumber", supportsSchemas: true, defaultSchema: "public" },
  query: {
    maxQueryParameters: 65_535,
  },
  mutation: { supportsUpsert: true, supportsReturning: true },
  ddl: { transactionalDdl: true },
  transactions: { defaultIsolationLevel: "ReadCommitted", supportsDeferrable: true },
  limits: { maxParameters: 65_535, maxIdentifierLength: 63, maxColumns: 1_600 },
  supportsLockTimeout: true,
});
