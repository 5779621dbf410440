import { deepEqual, equal, ok } from "node:assert/strict";
import { decode, encode, LAYOUTS, METHOD_TABLE } from "@fluxwire/wire";
import { harmlessRequests } from "./harmless_requests.ts";

Deno.test("harmlessRequests() has every request of a session that can cross, each once, in every layout", () => {
  const others = ["Hello", "OpenSession", "CloseSession", "UpdateDocument", "InsertDocument", "DeleteDocument"];
  const expected = Object.values(METHOD_TABLE).map(({ request }) => request).filter((name) => !others.includes(name));
  for (const layout of LAYOUTS) deepEqual(harmlessRequests(layout).map(({ type }) => type), expected);
});

Deno.test("harmlessRequests() gives requests that cross, and name nothing that exists", () => {
  for (const layout of LAYOUTS) {
    for (const body of harmlessRequests(layout)) {
      const envelope = { protocolVersion: { major: 1, minor: 1 }, requestId: 1n, sessionId: null, body };
      equal(decode("request", layout, encode("request", layout, envelope)).envelope.body.type, body.type);
      const names = JSON.stringify(body, (_, value) => typeof value === "bigint" ? String(value) : value)
        .matchAll(/"(?:table|name|key|fromKey|toKey|database|generatorId)":"(.*?)"/g);
      for (const [, name] of names) equal(name, "fluxwire_missing", body.type);
    }
  }
  ok(harmlessRequests("0.7.1").some((body) => body.type === "KvSetKey" && body.request.condition === "IfExists"));
});
