/**
 * A driver of the SDK that obeys its statement: `busy MS` computes without a pause, `exit CODE` ends it,
 * anything else is answered.
 *
 * @module
 */
import { defineDriver, type Driver, form, serve } from "@fluxwire/sdk";

export const driver: Driver = defineDriver({
  id: "willful",
  name: "Willful",
  version: "1.0.0",
  description: "Obeys its statements",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "willful",
  form: form({}),
  open: () => ({
    execute({ sql }) {
      const [verb, number] = sql.split(" ");
      if (verb === "busy") {
        const endMs = performance.now() + Number(number);
        while (performance.now() < endMs);
      }
      if (verb === "exit") Deno.exit(Number(number));
      return { rows: [{ said: sql }] };
    },
  }),
});

if (import.meta.main) await serve(driver);
