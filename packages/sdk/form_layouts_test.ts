import { deepStrictEqual, rejects } from "node:assert/strict";
import { LAYOUTS } from "@fluxwire/wire";
import { defineDriver } from "./driver.ts";
import { field } from "./field.ts";
import { tabbedForm } from "./form.ts";
import { connectInMemory } from "./testing/mod.ts";

const opened: unknown[] = [];

const DRIVER = defineDriver({
  id: "tabs",
  name: "Tabs",
  version: "1.0.0",
  description: "Asks on two tabs",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "tabs",
  form: tabbedForm({
    Main: {
      Server: { host: field.text("Host", { required: true }), port: field.number("Port", { default: "1" }) },
      Login: { password: field.password("Password", { required: true }) },
    },
    TLS: {
      Encryption: {
        tls: field.checkbox("TLS"),
        ca: field.filePath("CA", { enabledWhenChecked: "tls", required: true }),
      },
    },
  }),
  open: ({ values, password }) => {
    opened.push({ ...values, password });
    return {};
  },
});

for (const layout of LAYOUTS) {
  Deno.test(`a form of several tabs is filled in and checked in layout ${layout}`, async () => {
    const client = await connectInMemory(DRIVER, { layout });
    deepStrictEqual(client.hello.formDefinition.tabs.map(({ id, sections }) => [id, sections.length]), [
      ["main", 2],
      ["tls", 1],
    ]);
    await client.open({ host: "db", port: "65535", password: "secret" });
    deepStrictEqual(opened.splice(0), [{ host: "db", port: 65_535, tls: false, ca: "", password: "secret" }]);
    await rejects(client.open({ port: "65536", tls: "true" }), {
      code: "InvalidRequest",
      message: "Invalid form values: host is required; port must be a whole number from 0 to 65535; " +
        "password is required, but DBFlux sent none: type it, and let DBFlux save it; ca is required",
    });
    client.close();
    await client.closed;
  });
}
