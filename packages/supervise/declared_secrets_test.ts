import { deepEqual } from "node:assert/strict";
import { declaredSecrets } from "./declared_secrets.ts";

Deno.test("declaredSecrets() takes long values, and shorter ones whose names tell of a secret", () => {
  const env = {
    DATABASE_URL: "postgres://me:pw@db/x",
    RUST_LOG: "debug",
    PGPASSWORD: "abc",
    API_KEY: "ab",
    DEPTH: "12",
  };
  deepEqual(declaredSecrets(env), ["postgres://me:pw@db/x", "abc"]);
});

Deno.test("declaredSecrets() takes the lines of a value one by one, as logs do", () => {
  deepEqual(declaredSecrets({ CERTIFICATE: "-----BEGIN\r\nMIIBIjAN\n=\n" }), ["-----BEGIN", "MIIBIjAN"]);
});
