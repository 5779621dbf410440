/**
 * A driver with unhandled errors that contain the password.
 *
 * @module
 */
import { defineDriver, field, form, serve } from "@fluxwire/sdk";

const driver = defineDriver({
  id: "careless",
  name: "Careless",
  version: "1.0.0",
  description: "Leaves errors unhandled",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "careless",
  form: form({ password: field.password("Password") }),
  open: ({ password }) => ({
    execute({ sql }) {
      const error = new TypeError(`Lost the connection of ${password}\n    at ${password}`);
      if (sql === "reject") Promise.reject(error);
      else if (sql === "text") Promise.reject(password);
      else {
        setTimeout(() => {
          throw error;
        });
      }
      return { rows: [[sql]] };
    },
  }),
});

await serve(driver);
