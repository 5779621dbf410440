/**
 * A driver whose only statement blocks its thread forever.
 *
 * @module
 */
import { defineDriver, type Driver, form, serve } from "@fluxwire/sdk";

/** The driver. */
export const driver: Driver = defineDriver({
  id: "hung",
  name: "Hung",
  version: "1.0.0",
  description: "Hangs in a loop",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "hung",
  form: form({}),
  open: () => ({
    execute({ sql }): never {
      Deno.stderr.writeSync(new TextEncoder().encode(`hangs in ${sql}\n`));
      for (;;);
    },
  }),
});

if (import.meta.main) await serve(driver);
