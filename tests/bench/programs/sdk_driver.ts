/**
 * The smallest driver of the SDK: only what a round trip of Ping needs, and fields for secrets that a recording masks.
 *
 * @module
 */
import { defineDriver, field, form, serve } from "@fluxwire/sdk";

await serve(defineDriver({
  id: "bench",
  name: "Bench",
  version: "0.1.0",
  description: "Answers pings",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "bench",
  form: form({
    password: field.password("Password"),
    key: field.password("Key"),
    passphrase: field.password("Passphrase"),
    token: field.password("Token"),
    proxy: field.password("Proxy"),
  }),
  open: () => ({}),
}));
