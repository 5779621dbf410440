/**
 * A driver whose session does not do what the driver says.
 *
 * @module
 */
import { defineDriver, type Driver, form } from "../../mod.ts";

console.log("not a part of the report");

/** Its session opens, and cannot be closed. */
export const driver: Driver = defineDriver({
  id: "bad-session",
  name: "Bad session",
  version: "1.0.0",
  description: "Promises what it does not keep",
  kind: "Redis",
  category: "KeyValue",
  queryLanguage: "RedisCommands",
  uriScheme: "bad",
  schemaLoadingStrategy: "LazyPerDatabase",
  capabilities: { add: ["PUBSUB", "KV_RENAME"], remove: ["KV_DELETE"] },
  form: form({}),
  open: () => ({
    kvDeleteKey: () => true,
    kvExistsKey: () => true,
    codeGenerators: [{ id: "drop_table", label: "DROP", scope: "Table", order: 0, destructive: true }],
    close: () => {
      throw new Error("the lock is stuck");
    },
  }),
});
