/**
 * The driver: its form, its metadata, and how a session is opened.
 *
 * @module
 */
import { defineDriver, type Driver, field, form } from "@fluxwire/sdk";
import { hostFields, socketField, tlsFields } from "@fluxwire/sdk/network";
import { DEFAULT_PORT, toAddress } from "./address.ts";
import { fromBuiltInRedis } from "./built_in_config.ts";
import { RedisConnection } from "./connection.ts";
import { createSession, METHODS } from "./session.ts";

/** Redis, ready to be served. */
export const driver: Driver = defineDriver({
  id: "redis",
  name: "Redis (Fluxwire)",
  version: "0.1.0",
  description: "Keys, streams and commands of Redis",
  kind: "Redis",
  category: "KeyValue",
  queryLanguage: "RedisCommands",
  uriScheme: "redis",
  icon: "Redis",
  remember: true,
  capabilities: { add: ["SSL"], remove: ["EXPORT_CSV"] },
  metadata: { deploymentClass: "SelfHosted" },
  schemaLoadingStrategy: "LazyPerDatabase",
  form: form({
    ...hostFields({ port: DEFAULT_PORT, unlessSet: "socket_path" }),
    username: field.text("Username", { placeholder: "default", help: "An ACL user; empty for the default user" }),
    password: field.password("Password"),
    database: field.number("Database", { default: "0", help: "The number of the database to begin with" }),
    ...tlsFields({ unlessSet: "socket_path" }),
    ...socketField("/run/redis/redis.sock"),
    statement_timeout: field.statementTimeout(),
  }),
  statementTimeoutField: "statement_timeout",
  fromBuiltIn: { Redis: fromBuiltInRedis },
  methods: METHODS,
  open: async ({ values, password, signal }) => {
    const connection = await RedisConnection.open(await toAddress(values, password), signal);
    return createSession(connection);
  },
});
