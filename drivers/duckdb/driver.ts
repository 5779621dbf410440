/**
 * The driver: its metadata, its form, and how a session is opened.
 *
 * @module
 */
import { defineDriver, type Driver, field, form, sqlMetadata } from "@fluxwire/sdk";
import { openFile } from "./data_file.ts";
import { METHODS, openSession } from "./session.ts";

/** DuckDB for DBFlux. */
export const driver: Driver = defineDriver({
  id: "fluxwire-duckdb",
  name: "DuckDB (Fluxwire)",
  version: "0.1.0",
  description: "DuckDB, CSV, Parquet and JSON files",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "duckdb",
  icon: "Database",
  remember: true,
  capabilities: {
    add: ["PREPARED_STATEMENTS", "CHECK_CONSTRAINTS", "UNIQUE_CONSTRAINTS", "ARRAYS", "AGGREGATION", "MULTI_STATEMENT"],
  },
  schemaFeatures: { add: ["CHECK_CONSTRAINTS", "UNIQUE_CONSTRAINTS"] },
  metadata: sqlMetadata({
    deploymentClass: "Embedded",
    syntax: { placeholderStyle: "DollarNumber", supportsSchemas: true, defaultSchema: "main" },
    mutation: { supportsUpsert: true, supportsReturning: true },
    ddl: { transactionalDdl: true },
  }),
  schemaLoadingStrategy: "SingleDatabase",
  form: form({
    path: field.filePath("File", {
      required: true,
      placeholder: "/path/to/data.duckdb, made if missing; a .csv, .parquet or .json file; or :memory:",
    }),
    read_only: field.checkbox("Read only: refuse every write"),
    memory_limit: field.text("Memory limit", { placeholder: "such as 2GB; empty for 80 % of the machine's memory" }),
    threads: field.number("Threads", { placeholder: "empty for one for each processor" }),
    statement_timeout: field.statementTimeout(),
  }),
  statementTimeoutField: "statement_timeout",
  methods: METHODS,
  open: async ({ values }) =>
    openSession(
      await openFile({
        path: values.path,
        isReadOnly: values.read_only,
        memoryLimit: values.memory_limit.trim(),
        threads: values.threads,
      }),
    ),
});
