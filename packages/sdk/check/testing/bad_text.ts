/**
 * A driver whose schema has a text that cannot be sent.
 *
 * @module
 */
import { defineDriver, type Driver, form } from "../../mod.ts";

const tables = [{ name: "half a pair: \ud83d" }];

/** Its session opens. */
export const driver: Driver = defineDriver({
  id: "bad-text",
  name: "Bad text",
  version: "1.0.0",
  description: "Names a table by half a character",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "bad",
  form: form({}),
  open: () => ({
    schema: () => ({
      type: "Relational",
      databases: [],
      schemas: [{ name: "main", tables, views: [] }],
      tables: [],
      views: [],
    }),
  }),
});
