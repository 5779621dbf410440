/**
 * The driver: its form, its metadata, and how a session is opened.
 *
 * @module
 */
import { defineDriver, type Driver, field, form, sqlMetadata } from "@fluxwire/sdk";
import { SESSION_METHODS, SQL_DRIVER, SQL_FLAGS } from "@fluxwire/sql/driver";

/** Definitions that can be changed: columns and constraints of a table cannot. */
const DDL = {
  supportsCreateDatabase: false,
  supportsDropDatabase: false,
  supportsAlterColumn: false,
  supportsAddConstraint: false,
  supportsDropConstraint: false,
  transactionalDdl: true,
};

/** SQLite for DBFlux. */
export const driver: Driver = defineDriver({
  ...SQL_DRIVER,
  id: "fluxwire-sqlite",
  name: "SQLite (Fluxwire)",
  version: "0.1.0",
  description: "SQLite files and databases in memory",
  kind: "SQLite",
  uriScheme: "sqlite",
  icon: "Sqlite",
  // Together with the flags that follow from the session, these are the bits of DBFlux's own SQLite driver
  // (PROTOCOL.md#the-driver-host), and timeouts.
  capabilities: {
    add: [...SQL_FLAGS, "BULK_INSERT", "DISABLE_FK_CHECKS"],
    remove: ["MULTIPLE_DATABASES"],
  },
  metadata: sqlMetadata({ deploymentClass: "Embedded", ddl: DDL, syntax: { caseSensitiveIdentifiers: false } }),
  form: form({
    path: field.filePath("Database file", {
      required: true,
      placeholder: "/path/to/database.db, made if missing, or :memory:",
    }),
    read_only: field.checkbox("Read only: refuse every write"),
    statement_timeout: field.statementTimeout(),
  }),
  statementTimeoutField: "statement_timeout",
  fromBuiltIn: { SQLite: ({ path }) => ({ path }) },
  // SQLite has no user-defined types.
  methods: [...SESSION_METHODS.filter((name) => name !== "schemaTypes"), "cleanupAfterCancel"],
  async open({ values, signal }) {
    // Loaded when the first session is opened: the driver itself is then ready sooner.
    const [{ Database }, { openSession }] = await Promise.all([import("./database.ts"), import("./session.ts")]);
    return openSession(await Database.open({ path: values.path, isReadOnly: values.read_only }, signal));
  },
});
