/**
 * A driver that uses parts of the newest layouts, and whose Hello cannot be encoded for any host.
 *
 * @module
 */
import { defineDriver, type Driver, field, form } from "../../mod.ts";

/** Its parts exist only in the newest layouts. */
export const driver: Driver = defineDriver({
  id: "Bad/Description",
  name: "ClickHouse",
  version: "",
  description: "Is newer than its hosts, and says so in more words than a list has room for",
  kind: "ClickHouse",
  category: "ObjectStorage",
  queryLanguage: "Flux",
  uriScheme: "bad://",
  icon: "Clickhouse",
  defaultPort: 70_000,
  schemaLoadingStrategy: "ConnectionPerDatabase",
  capabilities: 1n << 63n | 1n << 60n | 1n << 48n,
  metadata: {
    query: {
      pagination: ["Offset"],
      whereOperators: ["Eq"],
      maxQueryParameters: 0,
      supportsOrderBy: false,
      maxOrderByColumns: 0,
      supportsGroupBy: false,
      maxGroupByColumns: 0,
      supportsHaving: false,
      supportsDistinct: false,
      supportsLimit: true,
      supportsOffset: true,
      supportsJoins: false,
      supportsSubqueries: false,
      supportsUnion: false,
      supportsIntersect: false,
      supportsExcept: false,
      supportsCaseExpressions: false,
      supportsWindowFunctions: false,
      supportsCtes: false,
      supportsExplain: false,
    },
  },
  form: form({
    port: field.number("Port", { default: "8123" }),
    password: field.writeOnly("Password"),
    profile: field.authProfile("Profile"),
  }),
  open: () => Promise.withResolvers<never>().promise,
});
