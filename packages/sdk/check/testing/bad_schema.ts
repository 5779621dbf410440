/**
 * A driver whose schema fails, with its password in the message.
 *
 * @module
 */
import { defineDriver, type Driver, DriverError, field, form } from "../../mod.ts";

/** Its session opens. */
export const driver: Driver = defineDriver({
  id: "bad-schema",
  name: "Bad schema",
  version: "1.0.0",
  description: "Connects and cannot say what there is",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "bad",
  form: form({ password: field.password("Password") }),
  open: ({ password }) => ({
    schema: () => {
      throw new DriverError("Driver", `the catalog is closed to ${password ?? "guests"}`);
    },
  }),
});
