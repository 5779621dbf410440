/**
 * What PostgreSQL and this driver can do, as the host asks for it.
 *
 * @module
 */
import { type DriverMetadata, sqlMetadata } from "@fluxwire/sdk";

/** What follows neither from the methods of a session nor from {@link METADATA}. */
export const CAPABILITIES: readonly string[] = [
  "SSL",
  "PREPARED_STATEMENTS",
  "CHECK_CONSTRAINTS",
  "UNIQUE_CONSTRAINTS",
  "ARRAYS",
  "AGGREGATION",
  "MULTI_STATEMENT",
];

/** What the answer to TableDetails lists beside foreign keys. */
export const SCHEMA_FEATURES: readonly string[] = ["CHECK_CONSTRAINTS", "UNIQUE_CONSTRAINTS"];

/** What the database can do, as far as it differs from what SQL databases can. */
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
