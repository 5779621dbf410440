import { deepEqual, equal } from "node:assert/strict";
import { schemaOf, violations } from "../schemas/schema.ts";
import { probeJson } from "./run_probe.ts";

const PING = '{"protocolVersion":{"major":1,"minor":2},"requestId":"2","body":{"type":"Ping"}}';

/** What prints one document, the schema of that, and what it reads. */
const DOCUMENTS: readonly [string[], string, string?][] = [
  [[], "tour"],
  [["hello", "--layout", "0.4"], "hello"],
  [["ping"], "ping"],
  [["query", "SELECT * FROM mockdb"], "query"],
  [["list"], "list"],
  [["describe", "DriverMetadata"], "describe"],
  [["describe", "Icon"], "describe"],
  [["describe", "DriverCapabilities"], "describe"],
  [["explain"], "explain"],
  [["explain", "Timeout"], "explain"],
  [["encode", "--layout", "0.7.1", "--role", "request"], "encode", PING],
];

for (const [args, name, stdin] of DOCUMENTS) {
  Deno.test(`probe ${[...args, "--json"].join(" ")} prints what its schema says`, async () => {
    const { code, json } = await probeJson(args, { stdin });
    equal(code, 0);
    deepEqual(violations(json, await schemaOf(name)), []);
  });
}

Deno.test("probe --json prints a tour with a failure as its schema says", async () => {
  const { code, json } = await probeJson(["tour", "--socket", `nobody-${crypto.randomUUID()}`]);
  equal(code, 2);
  deepEqual(violations(json, await schemaOf("tour")), []);
  equal(json.error.code, "SocketUnreachable");
});
