/**
 * A driver that older hosts do not know what to make of, and that no host can be told of.
 *
 * @module
 */
import { defineDriver, type Driver, field, form } from "../../mod.ts";

/** It is what only the newest layouts have. */
export const driver: Driver = defineDriver({
  id: "Bad/Description",
  name: "Bad description",
  version: "",
  description: "Is newer than its hosts",
  kind: "ClickHouse",
  category: "ObjectStorage",
  queryLanguage: "Flux",
  uriScheme: "bad://",
  icon: "Clickhouse",
  defaultPort: 70_000,
  schemaLoadingStrategy: "ConnectionPerDatabase",
  capabilities: 1n << 63n | 1n << 60n | 1n << 48n,
  form: form({
    port: field.number("Port", { default: "8123" }),
    password: field.writeOnly("Password"),
    profile: field.authProfile("Profile"),
  }),
  open: () => Promise.withResolvers<never>().promise,
});
