/**
 * What PostgreSQL and this driver can do, as the host asks for it.
 *
 * @module
 */
import type { DriverMetadata } from "@fluxwire/wire";

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

/** What the database can do. */
export const METADATA: Partial<DriverMetadata> = {
  deploymentClass: "SelfHosted",
  syntax: {
    identifierQuote: '"',
    stringQuote: "'",
    placeholderStyle: "DollarNumber",
    supportsSchemas: true,
    defaultSchema: "public",
    caseSensitiveIdentifiers: true,
  },
  query: {
    pagination: ["Offset"],
    // DBFlux would offer its query builder, whose filter it does not send to a driver of its own process.
    whereOperators: [],
    maxQueryParameters: 65_535,
    supportsOrderBy: true,
    orderByMode: "AnyColumns",
    maxOrderByColumns: 0,
    supportsGroupBy: true,
    maxGroupByColumns: 0,
    supportsHaving: true,
    supportsDistinct: true,
    supportsLimit: true,
    supportsOffset: true,
    supportsJoins: true,
    supportsSubqueries: true,
    supportsUnion: true,
    supportsIntersect: true,
    supportsExcept: true,
    supportsCaseExpressions: true,
    supportsWindowFunctions: true,
    supportsCtes: true,
    supportsExplain: true,
  },
  mutation: {
    supportsInsert: true,
    supportsUpdate: true,
    supportsDelete: true,
    supportsUpsert: true,
    supportsReturning: true,
    maxInsertValues: 0,
    supportsBatch: true,
    supportsBulkUpdate: true,
    supportsBulkDelete: true,
  },
  ddl: {
    supportsCreateDatabase: true,
    supportsDropDatabase: true,
    supportsCreateTable: true,
    supportsDropTable: true,
    supportsAlterTable: true,
    supportsCreateIndex: true,
    supportsDropIndex: true,
    supportsCreateView: true,
    supportsDropView: true,
    supportsCreateTrigger: true,
    supportsDropTrigger: true,
    transactionalDdl: true,
    supportsAddColumn: true,
    supportsDropColumn: true,
    supportsRenameColumn: true,
    supportsAlterColumn: true,
    supportsAddConstraint: true,
    supportsDropConstraint: true,
  },
  transactions: {
    supportsTransactions: true,
    supportedIsolationLevels: ["ReadUncommitted", "ReadCommitted", "RepeatableRead", "Serializable"],
    defaultIsolationLevel: "ReadCommitted",
    supportsSavepoints: true,
    supportsNestedTransactions: false,
    supportsReadOnly: true,
    supportsDeferrable: true,
  },
  limits: {
    maxQueryLength: 0n,
    maxParameters: 65_535,
    maxResultRows: 0n,
    maxConnections: 0,
    maxNestedSubqueries: 0,
    maxIdentifierLength: 63,
    maxColumns: 1_600,
    maxIndexesPerTable: 0,
  },
  supportsLockTimeout: true,
};
