/**
 * A driver that connects and has nothing to show.
 *
 * @module
 */
import { defineDriver, type Driver, form } from "../../mod.ts";

/** Its session opens. */
export const driver: Driver = defineDriver({
  id: "bad-tree",
  name: "Bad tree",
  version: "1.0.0",
  description: "Connects and shows nothing",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "bad",
  form: form({}),
  open: () => ({
    schema: () => ({ type: "Relational", databases: [], schemas: [], tables: [], views: [] }),
  }),
});
