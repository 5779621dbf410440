import { deepEqual, equal } from "node:assert/strict";
import { addressOf, endpointOf } from "./endpoint.ts";

const noFile = (path: string): string => {
  throw new Error(`unexpected read of ${path}`);
};

Deno.test("addressOf() takes what ends in a port from 1 to 65535 for TCP, and all else for a path", () => {
  equal(addressOf("bench:1234"), "bench:1234");
  equal(addressOf("[::1]:65535"), "[::1]:65535");
  equal(addressOf("/run/socket"), "unix:/run/socket");
  equal(addressOf("/run/odd:70000"), "unix:/run/odd:70000");
  equal(addressOf("/run/odd:0"), "unix:/run/odd:0");
  equal(addressOf("unix:/run/socket"), "unix:/run/socket");
});

Deno.test("endpointOf() reads the variables of Jumpstarter's shells", () => {
  const of = (variables: Record<string, string>) => endpointOf((name) => variables[name], noFile);
  equal(of({}), null);
  equal(of({ JUMPSTARTER_HOST: "" }), null);
  deepEqual(of({ JUMPSTARTER_HOST: "/run/s" }), { address: "unix:/run/s", tls: null, passphrase: null });
  deepEqual(of({ JUMPSTARTER_HOST: "bench:1", JMP_GRPC_PASSPHRASE: "p" }), {
    address: "bench:1",
    tls: {},
    passphrase: "p",
  });
  for (const name of ["JMP_GRPC_INSECURE", "JUMPSTARTER_GRPC_INSECURE"]) {
    deepEqual(of({ JUMPSTARTER_HOST: "bench:1", [name]: "1" })?.tls, null);
    deepEqual(of({ JUMPSTARTER_HOST: "bench:1", [name]: "0" })?.tls, {});
  }
});

Deno.test("endpointOf() reads certificates for TCP alone", () => {
  const variables: Record<string, string> = { GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: "/roots.pem" };
  const of = (host: string) =>
    endpointOf((name) => name === "JUMPSTARTER_HOST" ? host : variables[name], (path) => path);
  deepEqual(of("bench:1")?.tls, { caCerts: ["/roots.pem"] });
  equal(of("/run/s")?.tls, null);
});
