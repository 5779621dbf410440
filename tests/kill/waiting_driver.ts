/**
 * A driver whose statements never end, while it goes on with everything else.
 *
 * @module
 */
import { defineDriver, type Driver, form, serve } from "@fluxwire/sdk";

/** The driver. */
export const driver: Driver = defineDriver({
  id: "waiting",
  name: "Waiting",
  version: "1.0.0",
  description: "Waits without end",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "waiting",
  form: form({}),
  open: () => ({ execute: () => new Promise<never>(() => {}) }),
});

if (import.meta.main) await serve(driver);
