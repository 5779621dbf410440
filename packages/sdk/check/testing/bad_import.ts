/**
 * A driver that serves whenever it is imported.
 *
 * @module
 */
import { defineDriver, type Driver, form, serve } from "../../mod.ts";

/** It should be served only by its own program. */
export const driver: Driver = defineDriver({
  id: "bad-import",
  name: "Bad import",
  version: "1.0.0",
  description: "Takes every command line for its own",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "bad",
  form: form({}),
  open: () => ({}),
});

await serve(driver);
