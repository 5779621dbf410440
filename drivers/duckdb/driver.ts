/**
 * The driver: its metadata, its form, and its sessions, put together from the methods of every SQL database.
 *
 * @module
 */
import { defineDriver, type Driver, DriverError, field, form, type Session, sqlMetadata } from "@fluxwire/sdk";
import { catalogRead, name, queriedCatalog, sql, sqlSession } from "@fluxwire/sql";
import { SESSION_METHODS, SQL_DRIVER, SQL_FLAGS } from "@fluxwire/sql";
import { DIALECT, QUERIES } from "./catalog.ts";
import { duckGenerators } from "./generators.ts";
import { type OpenedInstance, openFile } from "./instances.ts";
import { Statements } from "./statement.ts";

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

/** The session of an opened database. */
function openSession(opened: OpenedInstance): Session {
  const statements = new Statements(opened);
  const { run } = statements, read = catalogRead(run, DIALECT);
  return {
    ...sqlSession({
      dialect: DIALECT,
      run,
      catalog: queriedCatalog(read, QUERIES),
      isInTransaction: () => statements.isInTransaction,
      generators: duckGenerators(read),
    }),
    ping: () => {},
    async setActiveDatabase({ database }, context) {
      if (database === null) throw new DriverError("InvalidRequest", "Cannot change database: no name is given");
      // USE alone prefers a schema of that name.
      const [place] = await read(
        sql`SELECT schema_name FROM system.main.duckdb_schemas() WHERE database_name = ${database}
          ORDER BY schema_name NOT IN ('main', 'public'), schema_name LIMIT 1`,
        context,
      );
      await read(sql`USE ${name(database, String(place?.[0] ?? "main"))}`, context);
    },
    close: () => opened[Symbol.dispose](),
  };
}
