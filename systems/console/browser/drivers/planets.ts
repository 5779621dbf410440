/**
 * A driver for tests: every kind of field, and errors that repeat secrets.
 *
 * @module
 */
import { defineDriver, DriverError, field, serve, tabbedForm } from "@fluxwire/sdk";

const form = tabbedForm({
  Main: {
    Star: {
      star: field.text("Star", { required: true, help: "The star that planets go round" }),
      port: field.number("Port", { default: "80" }),
      password: field.password("Password"),
      key: field.writeOnly("Key"),
      region: field.select("Region", { eu: "Europe", us: "America" }, { default: "eu" }),
    },
    Encryption: {
      tls: field.checkbox("TLS"),
      ca: field.filePath("Certificate", { required: true, enabledWhenChecked: "tls" }),
      socket: field.text("Socket", { disabledWhenFieldSet: "star" }),
    },
  },
  More: { Choices: { zone: field.dynamicSelect("Zone"), profile: field.authProfile("Profile") } },
});

const driver = defineDriver({
  id: "planets",
  name: "Planets",
  version: "1.0.0",
  description: "Planets of a star",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "planets",
  form,
  open: ({ values, password }) => {
    if (values.star === "Nova") throw new DriverError("Driver", `${password} and ${values.key} do not open Nova`);
    return { execute: () => ({ rows: [{ password, key: values.key }] }) };
  },
});

if (import.meta.main) await serve(driver);
