/**
 * A driver for DBFlux of an SQL database. It works as it is: replace what database.ts has by your database.
 *
 * @module
 */
import { defineDriver, type Driver, field, form, serve } from "@fluxwire/sdk";
import { SQL_DRIVER, SQL_FLAGS, SQL_METHODS } from "@fluxwire/sql/driver";
import { openDatabase, SAMPLE } from "./database.ts";

/** Describes the driver and its connection form, and opens sessions. */
export const driver: Driver = defineDriver({
  ...SQL_DRIVER,
  id: "template-name",
  name: "template-name",
  version: "0.1.0",
  description: "SQLite in memory",
  kind: "SQLite",
  uriScheme: "template-name",
  capabilities: { add: SQL_FLAGS },
  methods: [...SQL_METHODS, "close"],
  form: form({ sample: field.checkbox("Sample tables", { default: "true" }) }),
  open: ({ values }) => openDatabase(values.sample ? SAMPLE : ""),
});

if (import.meta.main) await serve(driver);
