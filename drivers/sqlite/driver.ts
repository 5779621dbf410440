/**
 * The driver: its form, what DBFlux may offer with it, and how a session is opened.
 *
 * @module
 */
import { defineDriver, type Driver, field, form } from "jsr:@fluxwire/sdk@^0.1.0";
import { Database } from "./database.ts";
import { openSession } from "./session.ts";

/** SQLite for DBFlux. */
export const driver: Driver = defineDriver({
  id: "fluxwire-sqlite",
  name: "SQLite (Fluxwire)",
  version: "0.1.0",
  description: "SQLite databases in files or in memory, with statements that can be cancelled",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "sqlite",
  icon: "Sqlite",
  remember: true,
  // With what follows from the session, these are the bits of DBFlux's own SQLite driver (fact sheet 14 D9), and time-outs.
  capabilities: {
    add: [
      "PREPARED_STATEMENTS",
      "CHECK_CONSTRAINTS",
      "UNIQUE_CONSTRAINTS",
      "TRANSACTIONAL_DDL",
      "MULTI_STATEMENT",
      "BULK_INSERT",
      "DISABLE_FK_CHECKS",
    ],
    remove: ["MULTIPLE_DATABASES"],
  },
  schemaFeatures: { add: ["CHECK_CONSTRAINTS", "UNIQUE_CONSTRAINTS"] },
  metadata: {
    syntax: {
      identifierQuote: '"',
      stringQuote: "'",
      placeholderStyle: "QuestionMark",
      supportsSchemas: false,
      defaultSchema: null,
      caseSensitiveIdentifiers: false,
    },
  },
  form: form({
    path: field.filePath("Database file", {
      required: true,
      placeholder: "/path/to/database.db",
      help: "A file, which is created where there is none, or :memory:",
    }),
    read_only: field.checkbox("Read only", { help: "Refuses every write" }),
  }),
  open: async ({ values, signal }) =>
    openSession(await Database.open({ path: values.path, isReadOnly: values.read_only }, signal)),
});
