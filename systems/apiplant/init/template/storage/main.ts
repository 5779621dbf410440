/**
 * A storage for model servers: secrets and error records in a SQLite file. It works as it is: replace what storage.ts has by
 * your store.
 *
 * @module
 */
import { type PluginDefinition, servePlugin } from "@fluxwire/apiplant/driver";
import { openStore } from "./storage.ts";

/** The plugin: its name, which configurations give, and the roles that it has. */
export const plugin: PluginDefinition = {
  name: "template-name",
  version: "0.1.0",
  roles: ["secure", "error"],
  open: ({ path }) => openStore(typeof path === "string" ? path : ":memory:"),
};

if (import.meta.main) await servePlugin(plugin);
