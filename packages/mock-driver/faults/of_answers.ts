/**
 * Faults of whole answers: their header, their order, additional ones.
 *
 * @module
 */
import type { DriverResponseBody, DriverResponseEnvelope, Layout } from "@fluxwire/wire";
import type { Fault, LineHooks } from "./fault.ts";
import { isTouched, ofAnswers } from "./spared.ts";

const OTHER_SESSION = "0badcafe-0000-4000-8000-000000000000";

/** The faults of whole answers. */
export const ANSWER_FAULTS: Readonly<Record<string, Fault>> = {
  "wrong-id": ofAnswers("Adds one to an answer's request id.", ({ envelope }) => [
    { ...envelope, requestId: BigInt.asUintN(64, envelope.requestId + 1n) },
  ]),
  "wrong-version": {
    kind: "answer",
    text: "Selects a protocol version in Hello that the host did not offer.",
    line: ({ fire }) => ({
      answer({ envelope }) {
        if (envelope.body.type !== "Hello") return [envelope];
        fire();
        return [{ ...envelope, body: { ...envelope.body, selectedVersion: { major: 9, minor: 9 } } }];
      },
    }),
  },
  "version-drift": ofAnswers("Answers with a higher protocol version than the negotiated one.", ({ envelope }) => {
    const { major, minor } = envelope.protocolVersion;
    return [{ ...envelope, protocolVersion: { major, minor: minor + 1 } }];
  }),
  "wrong-session": ofAnswers("Answers with another session's id.", ({ envelope }) => [
    { ...envelope, sessionId: OTHER_SESSION },
  ]),
  "wrong-type": ofAnswers("Answers with the response type of another request.", ({ envelope }) => [
    { ...envelope, body: envelope.body.type === "Pong" ? { type: "Cancelled" } : { type: "Pong" } },
  ]),
  "not-done": ofAnswers("Does not mark answers as the last one.", ({ envelope }) => [{ ...envelope, done: false }]),
  "duplicate-answer": ofAnswers("Answers twice.", ({ envelope }) => [envelope, envelope]),
  "unsolicited": ofAnswers("Sends an unrequested answer before each one.", ({ envelope }) => [
    { ...envelope, requestId: 2n ** 63n, body: { type: "Pong" } },
    envelope,
  ]),
  "out-of-order": {
    kind: "answer",
    text: "Answers simultaneous requests in reverse order.",
    line: ({ fire }, line) => {
      const held: DriverResponseEnvelope[] = [];
      return {
        answer({ envelope }) {
          held.unshift(envelope);
          if (line.waiting.size > 0) return [];
          if (held.length > 1) fire();
          return held.splice(0);
        },
      };
    },
  },
  "answer-after-close": after("CloseSession", "Sends another result of a session after the answer that closed it."),
  "late-result": after("CancelActive", "Sends a result of the last statement after the answer that cancelled it."),
  "audit-flood": ofAnswers(
    "Sends audit events before each answer; only to hosts with audit events.",
    ({ envelope }, { n }, { layout }) =>
      knowsAudit(layout) ? [...Array.from({ length: n }, () => event(envelope)), envelope] : null,
    { what: "events before each answer", default: 200 },
  ),
  "audit-malformed": ofAnswers(
    "Sends an audit event without action and with broken details before each answer; only to hosts with audit events.",
    ({ envelope }, _, { layout }) =>
      knowsAudit(layout) ? [event(envelope, { action: "", detailsJson: '{"broken' }), envelope] : null,
  ),
  "audit-done": ofAnswers(
    "Sends an audit event marked as final before each answer; only to hosts with audit events.",
    ({ envelope }, _, { layout }) => knowsAudit(layout) ? [{ ...event(envelope), done: true }, envelope] : null,
  ),
  "lies-capabilities": {
    kind: "answer",
    text: "Claims every capability in Hello and SessionOpened.",
    line: ({ fire }) => ({
      answer({ envelope }) {
        const body = capable(envelope.body);
        if (body !== envelope.body) fire();
        return [{ ...envelope, body }];
      },
    }),
  },
};

function knowsAudit(layout: Layout): boolean {
  return layout !== "0.4" && layout !== "0.5";
}

function event(envelope: DriverResponseEnvelope, more: object = {}): DriverResponseEnvelope {
  const facts = { tsMs: 1_700_000_000_000n, level: "Info", category: "Query", outcome: "Success" } as const;
  const body = { type: "EmitAuditEvent", ...facts, action: "noted", summary: "Noted", ...more } as const;
  return { ...envelope, done: false, body };
}

function capable(body: DriverResponseBody): DriverResponseBody {
  const capabilities = 2n ** 64n - 1n;
  if (body.type === "Hello") return { ...body, driverMetadata: { ...body.driverMetadata, capabilities } };
  return body.type === "SessionOpened" ? { ...body, metadata: { ...body.metadata, capabilities } } : body;
}

/** A fault that sends a result after the answer to a request. */
function after(method: "CloseSession" | "CancelActive", text: string): Fault {
  return {
    kind: "answer",
    text,
    line: ({ fire }): LineHooks => {
      let last: bigint | null = null;
      return {
        request(request) {
          if (request.body.type === "Execute") last = request.requestId;
          return request;
        },
        answer(answer) {
          const { envelope } = answer;
          if (answer.method !== method || !isTouched(answer, 2)) return [envelope];
          fire();
          const result = { shape: "Table" as const, columns: [], rows: [], executionTimeMs: 0n };
          const body = { type: "ExecuteResult" as const, result };
          return [envelope, { ...envelope, requestId: last ?? envelope.requestId, body }];
        },
      };
    },
  };
}
