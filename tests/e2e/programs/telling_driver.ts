/**
 * A driver that prints the secrets of each session, in several forms, and ends where its form says so.
 *
 * @module
 */
import { defineDriver, field, form, serve } from "@fluxwire/sdk";

const driver = defineDriver({
  id: "telling",
  name: "Telling",
  version: "1.0.0",
  description: "Prints what it gets",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "telling",
  form: form({
    address: field.text("Address"),
    ends: field.text("Ends at"),
    key: field.writeOnly("Key"),
    password: field.password("Password"),
  }),
  open({ values, password }) {
    for (const text of [values.address, values.key, password ?? ""]) {
      console.error(`got ${text} ${encodeURIComponent(text)} ${btoa(text)} ${JSON.stringify({ text })}`);
    }
    if (values.ends === "open") Deno.exit(3);
    return {
      execute() {
        console.log(`again ${password}`);
        if (values.ends === "execute") Deno.exit(4);
        if (values.ends === "repeat") return { columns: ["x"], rows: [[`${password} and ${btoa(password ?? "")}`]] };
        return { columns: ["x"], rows: [[1]] };
      },
    };
  },
});

await serve(driver);
