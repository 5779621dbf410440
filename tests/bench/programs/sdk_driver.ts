/**
 * The smallest driver of the SDK: only what a round trip of Ping needs.
 *
 * @module
 */
import { defineDriver, form, serve } from "@fluxwire/sdk";

await serve(defineDriver({
  id: "bench",
  name: "Bench",
  version: "0.1.0",
  description: "Answers pings",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "bench",
  form: form({}),
  open: () => ({}),
}));
