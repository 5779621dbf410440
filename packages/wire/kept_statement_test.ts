import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { decode, type DriverRequestEnvelope, encode, LAYOUTS, type QueryRequestDto } from "@fluxwire/wire";
import { KeptStatement } from "./kept_statement.ts";

function statement(requestId: bigint, sql: string, changes: Partial<QueryRequestDto> = {}): DriverRequestEnvelope {
  const sessionId = "00112233-4455-6677-8899-aabbccddeeff";
  const body = { type: "Execute" as const, request: { sql, params: [], limit: 100, ...changes } };
  return { protocolVersion: { major: 1, minor: 2 }, requestId, sessionId, timeoutMs: null, body };
}

const IDS = [0n, 1n, 127n, 128n, 2n ** 28n, 2n ** 31n, 2n ** 32n - 1n];
const TEXTS = ["", "x", "SELECT 'é'", "\uFEFFa", "\0", "y".repeat(127), "y".repeat(128), "y".repeat(70_000)];

for (const layout of LAYOUTS) {
  /** A reader that knows the kind of {@link statement}. */
  const knowing = (): KeptStatement => {
    const kept = new KeptStatement(layout);
    for (const envelope of [statement(5n, "a"), statement(6n, "b")]) {
      const payload = encode("request", layout, envelope);
      strictEqual(kept.read(payload), null);
      kept.learn(payload, decode("request", layout, payload).envelope);
    }
    return kept;
  };

  Deno.test(`KeptStatement.read() gives what the codec gives, from the third statement on, in layout ${layout}`, () => {
    const kept = knowing();
    for (const id of IDS) {
      for (const sql of TEXTS) {
        const payload = encode("request", layout, statement(id, sql)), read = kept.read(payload);
        deepStrictEqual(read, decode("request", layout, payload).envelope);
      }
    }
    const [one, other] = [7n, 8n].map((id) => kept.read(encode("request", layout, statement(id, ""))));
    strictEqual(one!.protocolVersion === other!.protocolVersion, false);
  });

  Deno.test(`KeptStatement.read() leaves every other payload to the codec in layout ${layout}`, () => {
    const kept = knowing(), payload = encode("request", layout, statement(7n, "abc"));
    for (let length = 0; length < payload.length; length++) strictEqual(kept.read(payload.subarray(0, length)), null);
    strictEqual(kept.read(Uint8Array.of(...payload, 0)), null);
    for (let at = 0; at < payload.length; at++) {
      const changed = payload.slice();
      changed[at]! ^= 0x80;
      const read = kept.read(changed);
      if (read !== null) deepStrictEqual(read, decode("request", layout, changed).envelope, `${at}`);
    }
    for (const other of [{ limit: 101 }, { params: [1n] }, { database: "d" }]) {
      strictEqual(kept.read(encode("request", layout, statement(7n, "abc", other))), null);
    }
    strictEqual(kept.read(encode("request", layout, statement(2n ** 32n, "abc"))), null);
    for (const type of ["Ping", "Schema"] as const) {
      strictEqual(kept.read(encode("request", layout, { ...statement(7n, ""), body: { type } })), null);
    }
  });
}

Deno.test("KeptStatement.learn() keeps no statement with values, and none in other bytes than the codec's", () => {
  const refused: [Partial<QueryRequestDto>, number[]][] = [[{ params: [1n] }, []], [{}, [0]]];
  for (const [changes, more] of refused) {
    const kept = new KeptStatement("0.7.1");
    for (let id = 0n; id < 4n; id++) {
      const payload = Uint8Array.of(...encode("request", "0.7.1", statement(id, "a", changes)), ...more);
      strictEqual(kept.read(payload), null);
      kept.learn(payload, decode("request", "0.7.1", payload).envelope);
    }
  }
});
