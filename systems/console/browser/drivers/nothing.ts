/**
 * A driver for tests whose form has no fields.
 *
 * @module
 */
import { defineDriver, form, serve } from "@fluxwire/sdk";

const driver = defineDriver({
  id: "nothing",
  name: "Nothing",
  version: "1.0.0",
  description: "Nothing to fill in",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "nothing",
  form: form({}),
  open: () => ({ execute: () => ({ rows: [{ a: 1 }] }) }),
});

if (import.meta.main) await serve(driver);
