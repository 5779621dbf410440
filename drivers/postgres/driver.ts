/**
 * The driver: its metadata, its form, and how a session is opened.
 *
 * @module
 */
import { defineDriver, type Driver, sqlMetadata } from "@fluxwire/sdk";
import { SESSION_METHODS, SQL_DRIVER, SQL_FLAGS } from "@fluxwire/sql";
import { fromBuiltInPostgres } from "./built_in_config.ts";
import { Databases } from "./databases.ts";
import { addressOf, DEFAULT_PORT, SERVER_FORM } from "./server_address.ts";
import { openSession } from "./session.ts";

/** PostgreSQL for DBFlux. */
export const driver: Driver = defineDriver({
  ...SQL_DRIVER,
  id: "fluxwire-postgres",
  name: "PostgreSQL (Fluxwire)",
  version: "0.1.0",
  description: "PostgreSQL with exact values and cancel",
  kind: "Postgres",
  uriScheme: "postgresql",
  icon: "Postgres",
  defaultPort: DEFAULT_PORT,
  capabilities: { add: [...SQL_FLAGS, "SSL", "ARRAYS", "AGGREGATION"] },
  metadata: sqlMetadata({
    deploymentClass: "SelfHosted",
    syntax: { placeholderStyle: "DollarNumber", supportsSchemas: true, defaultSchema: "public" },
    query: { maxQueryParameters: 65_535 },
    mutation: { supportsUpsert: true, supportsReturning: true },
    ddl: { transactionalDdl: true },
    transactions: { defaultIsolationLevel: "ReadCommitted", supportsDeferrable: true },
    limits: { maxParameters: 65_535, maxIdentifierLength: 63, maxColumns: 1_600 },
    supportsLockTimeout: true,
  }),
  form: SERVER_FORM,
  statementTimeoutField: "statement_timeout",
  fromBuiltIn: { Postgres: fromBuiltInPostgres },
  methods: [...SESSION_METHODS, "cleanupAfterCancel"],
  async open({ values, password, signal }) {
    const databases = new Databases(await addressOf(values, password));
    await databases.active(signal);
    return openSession(databases);
  },
});
