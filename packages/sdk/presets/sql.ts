/**
 * The default metadata of SQL databases.
 *
 * @module
 */
import type { DriverMetadata } from "@fluxwire/wire";
import { type MetadataChanges, type MetadataParts, withChanges } from "./metadata_changes.ts";
import { NO_LIMITS } from "./nothing.ts";

/** Standard SQL without schemas; every definition can be changed. */
const SQL: MetadataParts = {
  syntax: {
    identifierQuote: '"',
    stringQuote: "'",
    placeholderStyle: "QuestionMark",
    supportsSchemas: false,
    defaultSchema: null,
    caseSensitiveIdentifiers: true,
  },
  query: {
    pagination: ["Offset"],
    whereOperators: [],
    maxQueryParameters: 0,
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
    supportsUpsert: false,
    supportsReturning: false,
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
    transactionalDdl: false,
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
    defaultIsolationLevel: null,
    supportsSavepoints: true,
    supportsNestedTransactions: false,
    supportsReadOnly: true,
    supportsDeferrable: false,
  },
  limits: NO_LIMITS,
};

/**
 * Metadata of a driver for an SQL database, with changes to the defaults: standard SQL with double quotes, `?` for
 * parameters and no schemas. Use it as `metadata: sqlMetadata({ ... })`.
 *
 * @example A database whose definitions cannot all be changed
 * ```ts
 * import { deepStrictEqual, strictEqual } from "node:assert/strict";
 * import { sqlMetadata } from "@fluxwire/sdk";
 *
 * const metadata = sqlMetadata({ deploymentClass: "Embedded", syntax: {}, ddl: { supportsCreateDatabase: false } });
 * strictEqual(metadata.syntax?.placeholderStyle, "QuestionMark");
 * deepStrictEqual([metadata.ddl?.supportsCreateTable, metadata.ddl?.supportsCreateDatabase], [true, false]);
 * strictEqual(metadata.query, undefined); // Not named, so not sent.
 * ```
 */
export function sqlMetadata(changes: MetadataChanges = {}): Partial<DriverMetadata> {
  return withChanges(SQL, changes);
}
