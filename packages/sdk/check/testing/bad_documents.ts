/**
 * A driver whose current database has no collections.
 *
 * @module
 */
import { defineDriver, type Driver, form } from "../../mod.ts";

/** Its session opens. */
export const driver: Driver = defineDriver({
  id: "bad-documents",
  name: "Bad documents",
  version: "1.0.0",
  description: "Connects to an empty database",
  kind: "MongoDB",
  category: "Document",
  queryLanguage: "MongoQuery",
  uriScheme: "bad",
  form: form({}),
  open: () => ({
    schema: () => ({ type: "Document", databases: [{ name: "empty", isCurrent: true }], collections: [] }),
  }),
});
