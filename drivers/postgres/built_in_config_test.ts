import { deepEqual, equal, throws } from "node:assert/strict";
import { fromBuiltInPostgres } from "./built_in_config.ts";
import { SERVER_FORM } from "./server_address.ts";

/** A configuration as DBFlux's own driver has it. */
const CONFIG = {
  ...{ use_uri: false, uri: null, host: "db", port: 5433, user: "ada", database: "planets" },
  ...{ ssl_mode: "prefer", ssh_tunnel: null, ssh_tunnel_profile_id: null },
};

Deno.test("fromBuiltInPostgres() takes host, port, user and database, by the names of the form's fields", () => {
  const values = fromBuiltInPostgres(CONFIG)!;
  deepEqual([values.host, values.port, values.user, values.database], ["db", 5433, "ada", "planets"]);
  equal(Object.keys(values).every((id) => SERVER_FORM.ids.includes(id)), true);
});

Deno.test("fromBuiltInPostgres() never encrypts or checks less than the mode says", () => {
  const tls = (ssl_mode: unknown) => {
    const { tls, tls_any_certificate } = fromBuiltInPostgres({ ...CONFIG, ssl_mode })!;
    return [tls, tls_any_certificate];
  };
  for (const mode of [null, "disable", "allow", "prefer", "Prefer", "Disable"]) {
    deepEqual(tls(mode), [false, false], String(mode));
  }
  for (const mode of ["require", "Require"]) deepEqual(tls(mode), [true, true]);
  for (const mode of ["verify-ca", "verify-full"]) deepEqual(tls(mode), [true, false], mode);
  equal(fromBuiltInPostgres({ ...CONFIG, ssl_root_cert_path: "/ca.pem" })!.tls_ca, "/ca.pem");
});

Deno.test("fromBuiltInPostgres() takes the client's certificate, with which a connection is encrypted unless TLS is off", () => {
  const tls = (ssl_mode: string) => {
    const config = { ...CONFIG, ssl_mode, ssl_client_cert_path: "/c.pem", ssl_client_key_path: "/k.pem" };
    const { tls, tls_any_certificate, tls_certificate, tls_key } = fromBuiltInPostgres(config)!;
    deepEqual([tls_certificate, tls_key], ["/c.pem", "/k.pem"]);
    return [tls, tls_any_certificate];
  };
  deepEqual(["disable", "prefer", "require", "verify-full"].map(tls), [
    [false, false],
    [true, true],
    [true, true],
    [true, false],
  ]);
});

Deno.test("fromBuiltInPostgres() is null for a blank configuration, and refuses what it would have to leave out", () => {
  equal(fromBuiltInPostgres({ ...CONFIG, host: "", user: "", database: "" }), null);
  const refused = { use_uri: true, ssh_tunnel: { host: "x" }, ssh_tunnel_profile_id: "x" };
  for (const [member, value] of Object.entries(refused)) {
    throws(() => fromBuiltInPostgres({ ...CONFIG, [member]: value }), {
      code: "InvalidRequest",
      message: `Cannot use the Postgres configuration: it has ${
        member === "use_uri" ? "uri" : member
      }, which this driver does not support`,
    });
  }
});
