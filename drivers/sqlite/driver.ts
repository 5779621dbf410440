/**
 * The driver: its form, what DBFlux may offer with it, and how a session is opened.
 *
 * @module
 */
import { defineDriver, type Driver, field, form } from "jsr:@fluxwire/sdk@^0.1.0";
import { Database } from "./database.ts";
import { openSession } from "./session.ts";

/**
 * What DBFlux's own SQLite driver of 0.7.7 says (fact sheet 14 D9), and statement timeouts. Older layouts clear what they
 * lack. Without the bits, the host would not show that constraints, scripts and transactional DDL work.
 */
const CAPABILITIES = 0x5_0140_0007_dc3f_20n | 1n << 6n;

/** Foreign keys, CHECK and UNIQUE. */
const SCHEMA_FEATURES = 0b111;

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
  capabilities: CAPABILITIES,
  schemaFeatures: SCHEMA_FEATURES,
  metadata: {
    syntax: {
      identifierQuote: '"',
      stringQuote: "'",
      placeholderStyle: "QuestionMark",
      supportsSchemas: false,
      defaultSchema: null,
      caseSensitiveIdentifiers: false,
    },
    transferFamily: "Sql",
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
