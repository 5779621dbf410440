/**
 * What drivers of SQL databases declare alike. It loads nothing else, so that a driver that loads its session later starts
 * sooner.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { defineDriver, form } from "@fluxwire/sdk";
 * import { SESSION_METHODS, SQL_DRIVER, SQL_FLAGS } from "@fluxwire/sql/driver";
 *
 * const driver = defineDriver({
 *   ...SQL_DRIVER,
 *   id: "notes", name: "Notes", version: "1.0.0", description: "Notes", kind: "SQLite", uriScheme: "notes",
 *   capabilities: { add: [...SQL_FLAGS, "ARRAYS"] },
 *   methods: SESSION_METHODS,
 *   form: form({}),
 *   open: () => ({}),
 * });
 * strictEqual(driver.metadata.category, "Relational");
 * ```
 *
 * @module
 */
import type { DriverDefinition, Session } from "@fluxwire/sdk";

/** The beginning of a definition; what follows it replaces its parts. */
export const SQL_DRIVER: Pick<
  DriverDefinition<never>,
  "category" | "queryLanguage" | "remember" | "schemaFeatures" | "schemaLoadingStrategy"
> = {
  category: "Relational",
  queryLanguage: "Sql",
  remember: true,
  // The parts of TableDetails besides foreign keys.
  schemaFeatures: { add: ["CHECK_CONSTRAINTS", "UNIQUE_CONSTRAINTS"] },
  // The answer to Schema contains the schemas of the active database: a host that loads per database would show none.
  schemaLoadingStrategy: "SingleDatabase",
};

/** The flags of SQL databases that follow neither from the methods of a session nor from metadata. */
export const SQL_FLAGS: readonly string[] = [
  "PREPARED_STATEMENTS",
  "CHECK_CONSTRAINTS",
  "UNIQUE_CONSTRAINTS",
  "MULTI_STATEMENT",
];

/** The names of the methods that `sqlSession` gives, for `methods` of a driver. */
export const SQL_METHODS = [
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
] as const;

/** A method that every session of an SQL database has. */
export type SqlMethod = (typeof SQL_METHODS)[number];

/** The names of the methods that `sqlSession` gives, and those that a driver adds to nearly every session. */
export const SESSION_METHODS: readonly (keyof Session)[] = [
  ...SQL_METHODS,
  "setActiveDatabase",
  "ping",
  "close",
];
