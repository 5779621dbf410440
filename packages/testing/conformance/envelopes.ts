/**
 * Checks of the envelope of every answer: its id, version and session, and that there is exactly one.
 *
 * @module
 */
import { ANSWERS } from "@fluxwire/wire/client";
import type { DriverResponseEnvelope } from "@fluxwire/wire";
import type { CheckTable } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import type { HostEnd } from "./runner/host_end.ts";
import { expect, expectSame } from "./runner/violation.ts";

const MAX_U64 = 2n ** 64n - 1n;

/** Sends a ping and gives the next frame of any kind, audit events skipped. */
async function pingOnce(end: HostEnd, requestId = end.nextId()): Promise<DriverResponseEnvelope> {
  await end.send(end.payload({ type: "Ping" }, { requestId }));
  return await end.receiveAnswer("an answer to Ping");
}

/** A check that a ping is answered with its own id. */
const echoes = (id: bigint) => async (bench: Bench): Promise<void> => {
  const end = await bench.session();
  expectSame(
    "the answer to have request id",
    (await end.ask({ type: "Ping" }, { requestId: id })).envelope.requestId,
    id,
  );
};

/** The checks of envelopes. Those that work with a session need `envelopes.answer-type`. */
export const ENVELOPE_CHECKS: CheckTable = {
  "envelopes.answered": {
    section: "envelopes",
    suite: "core",
    text: "A request of a session is answered with a frame",
    needs: ["sessions.open"],
    async run(bench) {
      const end = await bench.session();
      await end.send(end.payload({ type: "Ping" }, { requestId: end.nextId() }));
      await end.receivePayload("an answer to Ping");
    },
  },
  "envelopes.request-id": {
    section: "envelopes",
    suite: "core",
    text: "An answer has the id of its request",
    needs: ["sessions.open", "layouts.codec"],
    async run(bench) {
      const end = await bench.session(), requestId = end.nextId();
      expectSame("the answer to have request id", (await pingOnce(end, requestId)).requestId, requestId);
    },
  },
  "envelopes.done": {
    section: "envelopes",
    suite: "core",
    text: "An answer is done",
    needs: ["envelopes.request-id"],
    async run(bench) {
      const { body, done } = await pingOnce(await bench.session());
      expect(done, `Expected an answer that is done, found ${body.type} that is not`);
    },
  },
  "envelopes.version": {
    section: "envelopes",
    suite: "core",
    text: "An answer has the negotiated version; to hosts of layout 0.4 it is 1.1",
    needs: ["envelopes.request-id"],
    async run(bench) {
      const end = await bench.session();
      const { major, minor } = bench.layout === "0.4" ? { major: 1, minor: 1 } : end.version;
      const found = (await pingOnce(end)).protocolVersion;
      expectSame("the version of the answer to be", `${found.major}.${found.minor}`, `${major}.${minor}`);
    },
  },
  "envelopes.answer-type": {
    section: "methods",
    suite: "core",
    text: "A request gets its own kind of answer, or an error",
    needs: ["envelopes.done", "envelopes.version", "envelopes.one-answer"],
    async run(bench) {
      const end = await bench.session();
      const { body } = await pingOnce(end);
      expect(
        body.type === "Pong" || body.type === "Error",
        `Expected Pong or Error as the answer to Ping, found ${body.type}`,
      );
      const { envelope: { body: schema } } = await end.ask({ type: "Schema" });
      expect(
        schema.type === ANSWERS.Schema || schema.type === "Error",
        `Expected Schema or Error as the answer to Schema, found ${schema.type}`,
      );
    },
  },
  "envelopes.one-answer": {
    section: "envelopes",
    suite: "core",
    text: "A request gets exactly one answer",
    needs: ["envelopes.request-id"],
    async run(bench) {
      const end = await bench.session();
      for (let i = 0; i < 3; i++) {
        const requestId = end.nextId();
        expectSame("the next frame to have request id", (await pingOnce(end, requestId)).requestId, requestId);
      }
    },
  },
  "envelopes.session": {
    section: "envelopes",
    suite: "full",
    text: "An answer has the session of its request",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const end = await bench.session();
      const { envelope } = await end.ask({ type: "Ping" });
      expectSame("the answer to have session", envelope.sessionId ?? null, end.sessionId);
    },
  },
  "envelopes.id-greatest": {
    section: "envelopes",
    suite: "core",
    text: "The greatest request id is echoed",
    needs: ["envelopes.answer-type"],
    run: echoes(MAX_U64),
  },
  "envelopes.id-beyond-doubles": {
    section: "envelopes",
    suite: "core",
    text: "A request id beyond the exact integers of a double is echoed",
    needs: ["envelopes.answer-type"],
    run: echoes(2n ** 53n + 1n),
  },
  "envelopes.id-zero": {
    section: "envelopes",
    suite: "core",
    text: "Request id 0 may be used after Hello",
    needs: ["envelopes.answer-type"],
    run: echoes(0n),
  },
  "envelopes.id-descending": {
    section: "envelopes",
    suite: "core",
    text: "Request ids need not ascend: hosts of 0.4 and 0.5 send them out of order",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const end = await bench.session();
      for (const requestId of [1_000n, 999n, 1_001n, 5n]) await end.ask({ type: "Ping" }, { requestId });
    },
  },
  "envelopes.id-repeated": {
    section: "envelopes",
    suite: "full",
    text: "A request id may be reused after its answer",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const end = await bench.session();
      for (let i = 0; i < 3; i++) await end.ask({ type: "Ping" }, { requestId: 77n });
    },
  },
  "envelopes.timeout": {
    section: "envelopes",
    suite: "full",
    text: "A request may carry a time-out",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const end = await bench.session();
      await end.call({ type: "Ping" }, { timeoutMs: 60_000n });
    },
  },
  "envelopes.timeout-greatest": {
    section: "envelopes",
    suite: "full",
    text: "The greatest time-out means no time-out",
    needs: ["envelopes.timeout"],
    async run(bench) {
      const end = await bench.session();
      await end.call({ type: "Ping" }, { timeoutMs: MAX_U64 });
    },
  },
  "envelopes.left-over": {
    section: "hazards",
    suite: "core",
    text: "Bytes after a request are ignored (H13)",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const end = await bench.session(), requestId = end.nextId();
      await end.send(Uint8Array.of(...end.payload({ type: "Ping" }, { requestId }), 0, 0, 0));
      await end.answerTo("Ping", requestId);
      await end.expectQuiet();
    },
  },
  "envelopes.long-varint": {
    section: "primitives",
    suite: "full",
    text: "A number in more bytes than it needs is read",
    needs: ["envelopes.answer-type"],
    layouts: ["0.7.0", "0.7.1", "0.8"],
    async run(bench) {
      const end = await bench.session();
      const payload = end.payload({ type: "Ping" }, { requestId: 5n });
      const at = payload.indexOf(5);
      await end.send(Uint8Array.of(...payload.subarray(0, at), 0x85, 0, ...payload.subarray(at + 1)));
      await end.answerTo("Ping", 5n);
    },
  },
};
