import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  type DriverRequestEnvelope,
  type DriverResponseBody,
  type DriverResponseEnvelope,
  encode,
  type Layout,
} from "@fluxwire/wire";
import { leastOf } from "../generate/least_of.ts";
import { Expected, sentOf } from "./expected.ts";
import type { Oracle } from "./oracle.ts";

const VERSION = { major: 1, minor: 2 };
const SESSION = "11111111-1111-4111-8111-111111111111", OTHER = "22222222-2222-4222-8222-222222222222";
const ERROR: DriverResponseBody = { type: "Error", code: "Driver", message: "no", retriable: false };

function ping(requestId: bigint): DriverRequestEnvelope {
  return { protocolVersion: VERSION, requestId, sessionId: SESSION, body: { type: "Ping" } };
}

function pong(requestId: bigint, more: Partial<DriverResponseEnvelope> = {}): DriverResponseEnvelope {
  return { protocolVersion: VERSION, requestId, sessionId: SESSION, done: true, body: { type: "Pong" }, ...more };
}

/** The first oracle that answers break after a Ping for each id, or null. */
function broken(ids: bigint[], answers: DriverResponseEnvelope[], layout: Layout = "0.7.1"): Oracle | null {
  const expected = new Expected(layout, SESSION);
  for (const id of ids) expected.sent(sentOf(encode("request", layout, ping(id)), layout));
  for (const answer of answers) {
    const violation = expected.received(encode("response", layout, answer));
    if (violation !== null) return violation.oracle;
  }
  strictEqual(expected.isSettled, ids.length === answers.filter(({ done }) => done).length);
  return null;
}

Deno.test("Expected accepts right answers in any order, errors, and audit events before them", () => {
  strictEqual(broken([5n, 6n], [pong(6n), pong(5n)]), null);
  strictEqual(broken([5n], [pong(5n, { body: ERROR })]), null);
  strictEqual(broken([5n], [pong(5n, { sessionId: null })]), null);
  strictEqual(broken([5n], [pong(5n, { protocolVersion: { major: 1, minor: 1 } })], "0.4"), null);
  const event: DriverResponseBody = {
    type: "EmitAuditEvent",
    ...leastOf({ kind: "ref", ref: "AuditEventEmitDto" }, "0.7.1") as object,
  } as DriverResponseBody;
  strictEqual(broken([5n], [pong(5n, { body: event, done: false }), pong(5n)]), null);
});

Deno.test("Expected names the oracle that an answer breaks", () => {
  deepStrictEqual(
    [
      broken([5n], [pong(6n)]),
      broken([5n], [pong(5n), pong(5n)]),
      broken([5n], [pong(5n, { done: false })]),
      broken([5n], [pong(5n, { body: { type: "CleanupComplete" } })]),
      broken([5n], [pong(5n, { sessionId: OTHER })]),
      broken([5n], [pong(5n, { protocolVersion: { major: 1, minor: 3 } })]),
    ],
    ["wrong-id", "answered-twice", "not-done", "wrong-type", "wrong-session", "wrong-version"],
  );
  const expected = new Expected("0.7.1", null);
  strictEqual(expected.received(Uint8Array.of(1, 2, 3))?.oracle, "unreadable-answer");
});

Deno.test("Expected lets a driver close, or answer by the header, after a frame that is not a message", () => {
  const payload = encode("request", "0.7.1", ping(5n));
  const expected = new Expected("0.7.1", SESSION);
  expected.sent(sentOf(payload, "0.7.1"));
  ok(!expected.mayClose);
  expected.received(encode("response", "0.7.1", pong(5n)));
  const broken = sentOf(payload.with(payload.length - 1, 99), "0.7.1");
  deepStrictEqual([broken.isValid, broken.header?.requestId], [false, 5n]);
  expected.sent(broken);
  ok(expected.mayClose && !expected.isSettled);
  strictEqual(expected.received(encode("response", "0.7.1", pong(5n, { body: ERROR }))), null);
  const unreadable = sentOf(Uint8Array.of(1, 2), "0.7.1");
  strictEqual(unreadable.header, null);
  expected.sent(unreadable);
  ok(expected.isSettled);
  strictEqual(expected.received(encode("response", "0.7.1", pong(0n, { body: ERROR }))), null);
  strictEqual(expected.received(encode("response", "0.7.1", pong(0n, { body: ERROR })))?.oracle, "wrong-id");
});
