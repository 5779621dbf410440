import { deepStrictEqual, throws } from "node:assert/strict";
import { parseClientConfig } from "./client_config.ts";

const FILE = `apiVersion: jumpstarter.dev/v1alpha1
kind: ClientConfig
metadata: { namespace: lab, name: alice }
endpoint: controller.example:8082
token: secret
tls: { insecure: true }
grpcOptions: { grpc.keepalive_time_ms: 5000 }
drivers: { allow: [], unsafe: true }
`;

Deno.test("parseClientConfig() reads where the controller is, and which client asks", () => {
  deepStrictEqual(parseClientConfig(FILE), {
    controller: "controller.example:8082",
    namespace: "lab",
    client: "alice",
    token: "secret",
    tls: { ca: undefined, insecure: true },
    grpcOptions: { "grpc.keepalive_time_ms": 5_000 },
  });
});

Deno.test("parseClientConfig() names the place of what is wrong, and not the token", () => {
  const cases: readonly [from: string, to: string, text: string][] = [
    ["controller.example:8082", "http://a", "endpoint: it is not HOST:PORT"],
    ["token: secret", "token: 'sec ret'", "token: it must be printable ASCII without spaces"],
    ["ClientConfig", "ExporterConfig", 'kind: expected one of ClientConfig, got "ExporterConfig"'],
    ["5000", "often", "grpcOptions.grpc.keepalive_time_ms: expected a whole number from -1 to 2147483647"],
  ];
  for (const [from, to, text] of cases) {
    throws(() => parseClientConfig(FILE.replace(from, to)), { name: "ConfigError", message: text });
  }
});
