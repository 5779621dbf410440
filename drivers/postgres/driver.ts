/**
 * The driver: its metadata, its form, and how a session is opened.
 *
 * @module
 */
import { defineDriver, type Driver } from "@fluxwire/sdk";
import { fromBuiltInPostgres } from "./built_in_config.ts";
import { Databases } from "./databases.ts";
import { addressOf, DEFAULT_PORT, SERVER_FORM } from "./server_address.ts";
import { METHODS, openSession } from "./session.ts";
import { CAPABILITIES, METADATA, SCHEMA_FEATURES } from "./support.ts";

/** PostgreSQL for DBFlux. */
export const driver: Driver = defineDriver({
  id: "fluxwire-postgres",
  name: "PostgreSQL (Fluxwire)",
  version: "0.1.0",
  description: "PostgreSQL with exact values and cancel",
  kind: "Postgres",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "postgresql",
  icon: "Postgres",
  defaultPort: DEFAULT_PORT,
  remember: true,
  capabilities: { add: CAPABILITIES },
  schemaFeatures: { add: SCHEMA_FEATURES },
  metadata: METADATA,
  // The answer to Schema contains the schemas of the active database: a host that loads per database would show none.
  schemaLoadingStrategy: "SingleDatabase",
  form: SERVER_FORM,
  statementTimeoutField: "statement_timeout",
  fromBuiltIn: { Postgres: fromBuiltInPostgres },
  methods: METHODS,
  open: async ({ values, password, signal }) =>
    openSession(await Databases.open(await addressOf(values, password), signal)),
});
