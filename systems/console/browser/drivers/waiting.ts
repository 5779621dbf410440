/**
 * A driver for tests that opens no session: what asks for one waits for as long as it can.
 *
 * @module
 */
import { defineDriver, form, serve } from "@fluxwire/sdk";

const driver = defineDriver({
  id: "waiting",
  name: "Waiting",
  version: "1.0.0",
  description: "Opens no session",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "waiting",
  form: form({}),
  open: ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
});

if (import.meta.main) await serve(driver);
