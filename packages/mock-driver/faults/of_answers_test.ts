import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { decode } from "@fluxwire/wire";
import { framesOfPing, onPong, PING, testEffects } from "../testing/effect.ts";
import { ANSWER_FAULTS } from "./of_answers.ts";

testEffects(ANSWER_FAULTS, {
  "wrong-id": onPong(({ requestId }) => strictEqual(requestId, 3n)),
  "wrong-version": {
    async see(mock) {
      const host = mock.connect();
      const { body } = await host.ask(host.hello());
      deepStrictEqual(body.type === "Hello" && body.selectedVersion, { major: 9, minor: 9 });
    },
  },
  "version-drift": onPong(({ protocolVersion }) => deepStrictEqual(protocolVersion, { major: 1, minor: 3 })),
  "wrong-session": onPong(({ sessionId }, own) => {
    strictEqual(sessionId, "0badcafe-0000-4000-8000-000000000000");
    ok(sessionId !== own);
  }),
  "wrong-type": onPong(({ body }) => strictEqual(body.type, "Cancelled")),
  "not-done": onPong(({ done }) => strictEqual(done, false)),
  "duplicate-answer": framesOfPing("Pong", "Pong"),
  "unsolicited": onPong(({ requestId }) => strictEqual(requestId, 2n ** 63n)),
  "out-of-order": {
    async see(mock) {
      const { host, sessionId } = await mock.opened();
      for (const requestId of [5n, 6n, 7n]) await host.send(host.payload({ requestId, sessionId, body: PING }));
      const ids: bigint[] = [];
      while (ids.length < 3) ids.push(decode("response", "0.7.1", (await host.receive())!).envelope.requestId);
      ok(ids.some((id, i) => i > 0 && id < ids[i - 1]!), `${ids}`);
    },
  },
  "answer-after-close": {
    async see(mock) {
      const opened = await mock.opened();
      strictEqual((await opened.ask({ type: "CloseSession" })).body.type, "SessionClosed");
      const more = decode("response", "0.7.1", (await opened.host.receive())!).envelope;
      deepStrictEqual([more.body.type, more.sessionId], ["ExecuteResult", opened.sessionId]);
    },
  },
  "late-result": {
    needsFull: true,
    async see(mock) {
      const opened = await mock.opened();
      const id = await opened.send({ type: "Execute", request: { sql: "SELECT sleep(60000)", params: [] } });
      await mock.until(() => mock.statementClock.timers.size === 1);
      await opened.send({ type: "CancelActive" });
      const answers: [bigint, string][] = [];
      while (answers.length < 3) {
        const { requestId, body } = decode("response", "0.7.1", (await opened.host.receive())!).envelope;
        answers.push([requestId, body.type]);
      }
      deepStrictEqual(answers.filter(([, type]) => type === "ExecuteResult"), [[id, "ExecuteResult"]]);
      deepStrictEqual(answers.filter(([, type]) => type === "Error"), [[id, "Error"]]);
    },
  },
  "audit-flood": { ...framesOfPing("EmitAuditEvent", "EmitAuditEvent", "EmitAuditEvent", "Pong"), n: 3 },
  "audit-malformed": onPong(({ body, done }) => {
    deepStrictEqual(body.type === "EmitAuditEvent" && [body.action, body.detailsJson, done], ["", '{"broken', false]);
  }),
  "audit-done": onPong(({ body, done }) => deepStrictEqual([body.type, done], ["EmitAuditEvent", true])),
  "lies-capabilities": {
    async see(mock) {
      const host = mock.connect();
      const { body } = await host.ask(host.hello());
      strictEqual(body.type === "Hello" && body.driverMetadata.capabilities, 0x1fff_ffff_ffff_ffffn);
    },
  },
});
