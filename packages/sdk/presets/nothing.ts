/**
 * Parts of metadata for databases that lack an ability altogether.
 *
 * @module
 */
import type {
  DdlCapabilities,
  DriverLimits,
  MutationCapabilities,
  QueryCapabilities,
  TransactionCapabilities,
} from "@fluxwire/wire";

/** A database without limits. */
export const NO_LIMITS: DriverLimits = {
  maxQueryLength: 0n,
  maxParameters: 0,
  maxResultRows: 0n,
  maxConnections: 0,
  maxNestedSubqueries: 0,
  maxIdentifierLength: 0,
  maxColumns: 0,
  maxIndexesPerTable: 0,
};

/** A database without transactions. */
export const NO_TRANSACTIONS: TransactionCapabilities = {
  supportsTransactions: false,
  supportedIsolationLevels: [],
  defaultIsolationLevel: null,
  supportsSavepoints: false,
  supportsNestedTransactions: false,
  supportsReadOnly: false,
  supportsDeferrable: false,
};

/** A database without queries. */
export const NO_QUERIES: QueryCapabilities = {
  pagination: [],
  whereOperators: [],
  maxQueryParameters: 0,
  supportsOrderBy: false,
  orderByMode: "None",
  maxOrderByColumns: 0,
  supportsGroupBy: false,
  maxGroupByColumns: 0,
  supportsHaving: false,
  supportsDistinct: false,
  supportsLimit: false,
  supportsOffset: false,
  supportsJoins: false,
  supportsSubqueries: false,
  supportsUnion: false,
  supportsIntersect: false,
  supportsExcept: false,
  supportsCaseExpressions: false,
  supportsWindowFunctions: false,
  supportsCtes: false,
  supportsExplain: false,
};

/** A database that cannot be written. */
export const NO_WRITES: MutationCapabilities = {
  supportsInsert: false,
  supportsUpdate: false,
  supportsDelete: false,
  supportsUpsert: false,
  supportsReturning: false,
  maxInsertValues: 0,
  supportsBatch: false,
  supportsBulkUpdate: false,
  supportsBulkDelete: false,
};

/** A database whose definitions cannot be changed. */
export const NO_DEFINITIONS: DdlCapabilities = {
  supportsCreateDatabase: false,
  supportsDropDatabase: false,
  supportsCreateTable: false,
  supportsDropTable: false,
  supportsAlterTable: false,
  supportsCreateIndex: false,
  supportsDropIndex: false,
  supportsCreateView: false,
  supportsDropView: false,
  supportsCreateTrigger: false,
  supportsDropTrigger: false,
  transactionalDdl: false,
  supportsAddColumn: false,
  supportsDropColumn: false,
  supportsRenameColumn: false,
  supportsAlterColumn: false,
  supportsAddConstraint: false,
  supportsDropConstraint: false,
};
