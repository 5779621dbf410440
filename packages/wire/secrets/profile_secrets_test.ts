import { deepEqual, equal } from "node:assert/strict";
import { isSecretMember, MAX_PROFILE_DEPTH, profileSecrets } from "./profile_secrets.ts";

const found = (profile: unknown, fields: readonly string[] | null) =>
  profileSecrets(JSON.stringify(profile), fields && new Set(fields)).sort();

Deno.test("profileSecrets() takes the secret fields of a form, or every value if the form is unknown", () => {
  const config = { External: { kind: "SQLite", values: { path: "/data", pin: "12345", url: "db://u:in-address@h" } } };
  const profile = { id: "1", config, connection_settings: { pin: "678" } };
  deepEqual(found(profile, ["pin"]), ["12345", "678", "in-address"]);
  deepEqual(found(profile, null), ["/data", "12345", "678", "db://u:in-address@h"]);
});

Deno.test("profileSecrets() takes the secret members of built-in configurations, and the passwords in their addresses", () => {
  const config = {
    Postgres: { host: "h", password: "pw-1", uri: "postgres://u:p%40ss@h/d", dsn: "Server=h;Pwd=pw-2" },
  };
  const access_kind = { method: "managed", params: { client_secret: "pw-3", apiKey: 45678, region: "eu" } };
  const profile = { config, access_kind, save_password: true, auth_profile_id: "a-1" };
  deepEqual(found(profile, []), ["45678", "p%40ss", "p@ss", "pw-1", "pw-2", "pw-3"]);
});

Deno.test("profileSecrets() takes a text that is not JSON, and members that are too deep, as secrets", () => {
  deepEqual(profileSecrets("hunter2", null), ["hunter2"]);
  const deep = `${'{"a":'.repeat(50_000)}"x"${"}".repeat(50_000)}`;
  deepEqual(profileSecrets(deep, new Set()), ["x"]);
  equal(isSecretMember(new Array(MAX_PROFILE_DEPTH).fill("a"), new Set()), false);
});
