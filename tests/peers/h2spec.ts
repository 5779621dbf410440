import { serve } from "@fluxwire/grpc";
import { equal, match } from "node:assert/strict";
import { built, ran } from "./built.ts";
import { makeCertificate } from "./certificate.ts";

/** The last line of a run without a failure; h2spec 2.2.1 has 145 tests. */
const ALL_PASSED = /\b145 tests, 145 passed, 0 skipped, 0 failed/;

for (const tls of [false, true]) {
  Deno.test(`h2spec finds no broken rule of HTTP/2 ${tls ? "over TLS" : "over TCP"}, and skips none`, async () => {
    const certificate = await makeCertificate();
    const server = await serve({
      address: "127.0.0.1:0",
      services: [],
      tls: tls ? { cert: certificate.cert, key: certificate.key } : undefined,
      onError() {},
    });
    try {
      const port = server.address!.split(":")[1]!;
      const { code, text } = await ran(await built("h2spec"), [
        "-h",
        "127.0.0.1",
        "-p",
        port,
        "-o",
        "5",
        ...(tls ? ["-t", "-k"] : []),
      ]);
      match(text, ALL_PASSED);
      equal(code, 0);
    } finally {
      await server.stop();
      await Deno.remove(certificate.folder, { recursive: true });
    }
  });
}
