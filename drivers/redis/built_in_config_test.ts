import { deepEqual, equal, throws } from "node:assert/strict";
import { fromBuiltInRedis } from "./built_in_config.ts";
import { driver } from "./driver.ts";

/** A configuration as DBFlux's own driver has it. */
const CONFIG = {
  ...{ use_uri: false, uri: null, host: "cache", port: 6380, user: "ada", database: 2, ssl_mode: null },
  ...{ ssh_tunnel: null, ssh_tunnel_profile_id: null },
};

Deno.test("fromBuiltInRedis() takes host, port, user and database, by the names of the form's fields", () => {
  const values = fromBuiltInRedis(CONFIG)!;
  const { host, port, username, database, tls, tls_ca } = values;
  deepEqual([host, port, username, database, tls, tls_ca], ["cache", 6380, "ada", 2, false, undefined]);
  equal(Object.keys(values).every((id) => driver.definition.form.ids.includes(id)), true);
});

Deno.test("fromBuiltInRedis() never encrypts or checks less than the mode says", () => {
  const tls = (changes: object) => fromBuiltInRedis({ ...CONFIG, ...changes })!.tls;
  equal(tls({ ssl_mode: "off", tls: true }), false);
  for (const changes of [{ ssl_mode: "on" }, { ssl_mode: "verify" }, { tls: true }]) equal(tls(changes), true);
});

Deno.test("fromBuiltInRedis() takes the client's certificate and its key", () => {
  const files = { ssl_client_cert_path: "/c.pem", ssl_client_key_path: "/k.pem" };
  const { tls_certificate, tls_key } = fromBuiltInRedis({ ...CONFIG, ...files, ssl_mode: "on" })!;
  deepEqual([tls_certificate, tls_key], ["/c.pem", "/k.pem"]);
});

Deno.test("fromBuiltInRedis() is null for a blank configuration, and refuses what it would have to leave out", () => {
  equal(fromBuiltInRedis({ ...CONFIG, host: "" }), null);
  for (const changes of [{ use_uri: true }, { ssh_tunnel: {} }]) {
    throws(() => fromBuiltInRedis({ ...CONFIG, ...changes }), { code: "InvalidRequest" });
  }
});
