/**
 * The driver: its form, its metadata, and how a session is opened.
 *
 * @module
 */
import { defineDriver, type Driver, field, form } from "jsr:@fluxwire/sdk@^0.1.0";
import { toAddress } from "./address.ts";
import { RedisConnection } from "./connection.ts";
import { createSession } from "./session.ts";

/** Redis, ready to be served. */
export const driver: Driver = defineDriver({
  id: "redis",
  name: "Redis",
  version: "0.1.0",
  description: "Keys of every type, streams and commands of a Redis server",
  kind: "Redis",
  category: "KeyValue",
  queryLanguage: "RedisCommands",
  uriScheme: "redis",
  icon: "Redis",
  remember: true,
  capabilities: { add: ["SSL"], remove: ["EXPORT_CSV"] },
  schemaLoadingStrategy: "LazyPerDatabase",
  form: form({
    host: field.text("Host", { default: "localhost", disabledWhenFieldSet: "socket_path" }),
    port: field.number("Port", { default: "6379", disabledWhenFieldSet: "socket_path" }),
    username: field.text("Username", { placeholder: "default", help: "An ACL user; empty for the default user" }),
    password: field.password("Password"),
    database: field.number("Database", { default: "0", help: "The number of the database to begin with" }),
    tls: field.checkbox("Use TLS", { disabledWhenFieldSet: "socket_path" }),
    tls_ca: field.filePath("CA certificate", {
      enabledWhenChecked: "tls",
      help: "A PEM file, where the server's certificate is from an authority of your own",
    }),
    socket_path: field.filePath("Unix socket", { help: "Used instead of host and port" }),
  }),
  open: async ({ values, password, signal }) => {
    const connection = await RedisConnection.open(await toAddress(values, password), signal);
    return createSession(connection);
  },
});
