import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import { decode, type DriverRequestEnvelope, encode, MalformedError } from "@fluxwire/wire";
import { WatchedCodec } from "./watched_codec.ts";

const watched = new WatchedCodec();

const PING: DriverRequestEnvelope = {
  protocolVersion: { major: 1, minor: 2 },
  requestId: 7n,
  sessionId: null,
  timeoutMs: null,
  body: { type: "Ping" },
};

Deno.test("a trap inside WebAssembly fails its call with a clear error, and the next call works", () => {
  const payload = encode("request", "0.7.1", PING);
  for (let round = 1; round <= 3; round++) {
    deepStrictEqual(decode("request", "0.7.1", payload).envelope, PING);
    strictEqual(watched.instances, round);
    watched.breakInstance();
    throws(() => decode("request", "0.7.1", payload), (error: Error) => {
      ok(!(error instanceof MalformedError));
      match(error.message, /^Cannot run the codec: its instance failed and has been replaced; please report this$/);
      ok(error.cause instanceof WebAssembly.RuntimeError);
      strictEqual(error.cause.message, "unreachable");
      return true;
    });
  }
  deepStrictEqual(encode("request", "0.7.1", decode("request", "0.7.1", payload).envelope), payload);
});

Deno.test("after a trap objects of every kind are decoded correctly: the new instance numbers its shapes itself", () => {
  const result = { shape: "Table" as const, columns: [], rows: [[1n], ["a"]], executionTimeMs: 1n };
  const bytes = encode("response", "0.6", { ...PING, done: true, body: { type: "ExecuteResult", result } });
  const before = decode("response", "0.6", bytes);
  watched.renew();
  // The types come in another order than before the trap.
  decode("request", "0.6", encode("request", "0.6", PING));
  deepStrictEqual(decode("response", "0.6", bytes), before);
});
