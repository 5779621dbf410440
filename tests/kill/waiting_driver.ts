/**
 * A driver whose statements take for ever, while it goes on with everything else.
 *
 * @module
 */
import { defineDriver, type Driver, form, serve } from "@fluxwire/sdk";

/** The driver. */
export const driver: Driver = defineDriver({
  id: "waiting",
  name: "Waiting",
  version: "1.0.0",
  description: "Waits for ever",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "waiting",
  form: form({}),
  open: () => ({ execute: () => new Promise<never>(() => {}) }),
});

if (import.meta.main) await serve(driver);
