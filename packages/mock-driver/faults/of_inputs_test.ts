import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { decode, type DriverRequestEnvelope, type Value } from "@fluxwire/wire";
import { type Effect, PING, testEffects } from "../testing/effect.ts";
import type { OpenedHost } from "../testing/faulty_mock.ts";
import { INPUT_FAULTS } from "./of_inputs.ts";

/** The frames after a request: ids and types of answers, up to that of a later Ping; null for the end. */
async function comesFor(opened: OpenedHost, request: Partial<DriverRequestEnvelope>): Promise<(string | null)[]> {
  const { host, sessionId } = opened;
  await host.send(host.payload({ requestId: 20n, sessionId, body: PING, ...request }));
  await host.send(host.payload({ requestId: 21n, sessionId, body: PING })).catch(() => {});
  const seen: (string | null)[] = [];
  while (!seen.includes("21 Pong") && !seen.includes(null)) {
    const payload = await host.receive();
    const answer = payload && decode("response", host.layout, payload).envelope;
    seen.push(answer && `${answer.requestId} ${answer.body.type}${answer.done ? "" : " and more"}`);
  }
  return seen.filter((one) => one !== "21 Pong");
}

/** A request that triggers a defect and its frames, and one that does not. */
function hit(
  request: Partial<DriverRequestEnvelope>,
  comes: (string | null)[],
  harmless = execute("SELECT 1"),
): Effect {
  return {
    needsFull: true,
    async see(mock) {
      const opened = await mock.opened();
      strictEqual((await comesFor(opened, { ...harmless, requestId: 19n })).length, 1);
      deepStrictEqual(mock.faults, {});
      deepStrictEqual((await comesFor(opened, request)).toSorted(), comes);
    },
  };
}

function execute(sql: string, params: Value[] = []): Partial<DriverRequestEnvelope> {
  return { body: { type: "Execute", request: { sql, params } } };
}

function nested(depth: number): Value {
  return depth === 0 ? 1n : [nested(depth - 1)];
}

testEffects(INPUT_FAULTS, {
  "planted-empty-text": hit(execute(""), [null]),
  "planted-nul": hit(execute("SELECT '\0'"), []),
  "planted-long-text": hit(execute(`SELECT '${"x".repeat(1_000)}'`), ["21 ExecuteResult"]),
  "planted-non-finite": hit(execute("SELECT ?", [NaN]), [null], execute("SELECT ?", [1.5])),
  "planted-highest-id": hit({ requestId: 2n ** 64n - 1n }, ["0 Pong"]),
  "planted-long-list": hit(
    execute("SELECT 1", Array.from({ length: 17 }, () => null)),
    ["20 ExecuteResult", "20 ExecuteResult"],
    execute("SELECT 1", Array.from({ length: 16 }, () => null)),
  ),
  "planted-deep-value": hit(execute("SELECT ?", [nested(8)]), [], execute("SELECT ?", [nested(7)])),
  "planted-zero-timeout": hit({ timeoutMs: 0n }, [], { body: PING, timeoutMs: 1_000n }),
  "planted-lowest-integer": hit(execute("SELECT ?", [-(2n ** 63n)]), ["20 CleanupComplete"]),
  "planted-empty-page": hit({ body: { type: "KvScanKeys", request: { limit: 0 } } }, ["20 KvScanResult and more"]),
});
