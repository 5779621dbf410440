/**
 * The driver: its metadata, its form, and how a session is opened.
 *
 * @module
 */
import { defineDriver, type Driver, field, form, sqlMetadata } from "@fluxwire/sdk";
import { SESSION_METHODS, SQL_DRIVER, SQL_FLAGS } from "@fluxwire/sql";
import { openFile } from "./data_file.ts";
import { openSession } from "./session.ts";

/** DuckDB for DBFlux. */
export const driver: Driver = defineDriver({
  ...SQL_DRIVER,
  id: "fluxwire-duckdb",
  name: "DuckDB (Fluxwire)",
  version: "0.1.0",
  description: "DuckDB, CSV, Parquet and JSON files",
  kind: "SQLite",
  uriScheme: "duckdb",
  icon: "Database",
  capabilities: { add: [...SQL_FLAGS, "ARRAYS", "AGGREGATION"] },
  metadata: sqlMetadata({
    deploymentClass: "Embedded",
    syntax: { placeholderStyle: "DollarNumber", supportsSchemas: true, defaultSchema: "main" },
    mutation: { supportsUpsert: true, supportsReturning: true },
    ddl: { transactionalDdl: true },
  }),
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
  methods: SESSION_METHODS,
  open: async ({ values }) => openSession(await openFile(values)),
});
