/**
 * A driver that takes the password for a number, and requires it.
 *
 * @module
 */
import { defineDriver, type Driver, field, tabbedForm } from "../../mod.ts";

/** Its session needs a password that the command line gives. */
export const driver: Driver = defineDriver({
  id: "bad-password",
  name: "Bad password",
  version: "1.0.0",
  description: "Requires a number as its password",
  kind: "SQLite",
  category: "Graph",
  queryLanguage: { custom: "Riddles" },
  uriScheme: "bad",
  defaultPort: 5432,
  form: tabbedForm({
    Main: {
      Server: { port: field.number("Port", { default: "5433" }) },
      Login: { password: field.number("Pin", { required: true }) },
    },
    More: { Keys: { key: field.writeOnly("Key") } },
  }),
  open: ({ password }) => {
    if (password !== "1234") throw new Error(`the door stays closed for ${password}`);
    return { execute: () => undefined };
  },
});
