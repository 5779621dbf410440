import { connect, serve } from "@fluxwire/grpc";
import { equal } from "node:assert/strict";
import { built, ran } from "./built.ts";
import { makeCertificate } from "./certificate.ts";
import { startGoServer } from "./go_server.ts";
import { CASES, runCase } from "./interop/client_cases.ts";
import { TEST_HANDLERS } from "./interop/handlers.ts";

const certificate = await makeCertificate();
const client = await built("interop-client");
const certificates = ["-use_tls", `-tls_cert_file=${certificate.certFile}`, `-tls_key_file=${certificate.keyFile}`];
const trust = { caCerts: [certificate.authority], serverName: "localhost" };

for (const tls of [false, true]) {
  const form = tls ? "over TLS" : "over TCP";
  const server = await serve({
    address: "127.0.0.1:0",
    services: [TEST_HANDLERS],
    tls: tls ? { cert: certificate.cert, key: certificate.key } : undefined,
    onError() {},
  });
  const goServer = await startGoServer(tls ? certificates : [], tls ? trust : undefined);

  for (const name of Object.keys(CASES)) {
    Deno.test(`${name}: Go's client and our server ${form}`, async () => {
      const port = server.address!.split(":")[1];
      const trusted = [
        "-use_tls",
        "-use_test_ca",
        `-ca_file=${certificate.authorityFile}`,
        "-server_host_override=localhost",
      ];
      const args = ["-server_host=127.0.0.1", `-server_port=${port}`, `-test_case=${name}`, ...(tls ? trusted : [])];
      const { code, text } = await ran(client, args);
      equal(code, 0, text);
    });

    Deno.test(`${name}: our client and Go's server ${form}`, async () => {
      const channel = await connect(goServer.address, tls ? { tls: trust } : {});
      try {
        await runCase(name, channel);
      } finally {
        await channel.close();
      }
    });
  }

  Deno.test.afterAll(async () => {
    await server.stop();
    await goServer.stop();
  });
}

Deno.test.afterAll(() => Deno.removeSync(certificate.folder, { recursive: true }));
