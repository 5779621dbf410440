/**
 * The methods that every session of an SQL database has. Loads nothing else, so that a driver starts sooner.
 *
 * @module
 */

/** The names of the methods that `sqlSession` gives. */
export type SqlMethod =
  | "execute"
  | "browseTable"
  | "countTable"
  | "describeTable"
  | "explain"
  | "updateRow"
  | "insertRow"
  | "deleteRow"
  | "schema"
  | "listDatabases"
  | "activeDatabase"
  | "schemaForDatabase"
  | "tableDetails"
  | "viewDetails"
  | "schemaTypes"
  | "schemaIndexes"
  | "schemaForeignKeys"
  | "planSemantic"
  | "codeGenerators"
  | "generateCode";

/** These names, for `methods` of a driver. */
export const SQL_METHODS: readonly SqlMethod[] = [
  "execute",
  "browseTable",
  "countTable",
  "describeTable",
  "explain",
  "updateRow",
  "insertRow",
  "deleteRow",
  "schema",
  "listDatabases",
  "activeDatabase",
  "schemaForDatabase",
  "tableDetails",
  "viewDetails",
  "schemaTypes",
  "schemaIndexes",
  "schemaForeignKeys",
  "planSemantic",
  "codeGenerators",
  "generateCode",
];
