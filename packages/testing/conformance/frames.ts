/**
 * Checks of frames: how they may arrive, how long they may be, where they end.
 *
 * @module
 */
import { encodeFrame } from "@fluxwire/transport";
import type { CheckTable } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import type { HostEnd } from "./runner/host_end.ts";
import { expect, expectSame } from "./runner/violation.ts";

const MAX_FRAME_BYTES = 16_777_216;

/** Checks that a driver ends a connection with an invalid length, and serves others. */
const closesFor = (length: number) => async (bench: Bench): Promise<void> => {
  const end = await bench.greeted();
  await end.write(header(length));
  await end.expectClosed(`after a length of ${length}`);
  await bench.greeted();
};

/** The checks of frames. */
export const FRAME_CHECKS: CheckTable = {
  "frames.byte-by-byte": {
    section: "frames",
    suite: "core",
    text: "A Hello that arrives byte by byte is answered",
    needs: ["handshake.hello"],
    async run(bench) {
      const end = await bench.connect();
      for (const byte of helloFrame(end, bench)) await end.write(Uint8Array.of(byte));
      await expectHello(end);
    },
  },
  "frames.split-header": {
    section: "frames",
    suite: "core",
    text: "A frame whose length arrives in two parts is answered",
    needs: ["handshake.hello"],
    async run(bench) {
      const end = await bench.connect(), frame = helloFrame(end, bench);
      await end.write(frame.subarray(0, 2));
      await end.write(frame.subarray(2));
      await expectHello(end);
    },
  },
  "frames.length-alone": {
    section: "frames",
    suite: "core",
    text: "A frame whose length arrives before its payload is answered",
    needs: ["handshake.hello"],
    async run(bench) {
      const end = await bench.connect(), frame = helloFrame(end, bench);
      await end.write(frame.subarray(0, 4));
      await end.write(frame.subarray(4));
      await expectHello(end);
    },
  },
  "frames.two-in-one-write": {
    section: "frames",
    suite: "core",
    text: "Two frames that arrive at once are both answered, in their order",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const end = await bench.session();
      const [first, second] = [end.nextId(), end.nextId()];
      const frames = [first, second].map((requestId) => encodeFrame(end.payload({ type: "Ping" }, { requestId })));
      await end.write(Uint8Array.from(frames.flatMap((frame) => [...frame])));
      await end.answerTo("Ping", first);
      await end.answerTo("Ping", second);
    },
  },
  "frames.frame-and-a-half": {
    section: "frames",
    suite: "core",
    text: "A frame that arrives with the beginning of the next one is answered, and so is the next one",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const end = await bench.session();
      const [first, second] = [end.nextId(), end.nextId()];
      const [whole, next] = [first, second].map((requestId) =>
        encodeFrame(end.payload({ type: "Ping" }, { requestId }))
      );
      await end.write(Uint8Array.from([...whole!, ...next!.subarray(0, 6)]));
      await end.answerTo("Ping", first);
      await end.write(next!.subarray(6));
      await end.answerTo("Ping", second);
    },
  },
  "frames.pipelined": {
    section: "frames",
    suite: "full",
    text: "Sixteen requests sent at once get sixteen answers with their ids",
    needs: ["frames.two-in-one-write"],
    async run(bench) {
      const end = await bench.session();
      const ids = Array.from({ length: 16 }, () => end.nextId());
      for (const requestId of ids) await end.send(end.payload({ type: "Ping" }, { requestId }));
      const found: bigint[] = [];
      for (const _ of ids) found.push((await end.receiveAnswer()).requestId);
      expectSame("the ids of the answers to be", found.sort((a, b) => Number(a - b)).join(), ids.join());
    },
  },
  "frames.nothing-left-over": {
    section: "frames",
    suite: "full",
    text: "An answer's frame ends with the answer",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const end = await bench.session();
      for (const body of [{ type: "Ping" }, { type: "Schema" }, { type: "ListDatabases" }] as const) {
        const { pass } = await end.ask(body);
        expect(pass !== "trailing", `Expected the frame to end with the answer to ${body.type}, found bytes after it`);
      }
    },
  },
  "frames.strict-answers": {
    section: "hazards",
    suite: "full",
    text: "Answers have the tag of every option, also of those that upstream omits",
    needs: ["frames.nothing-left-over"],
    async run(bench) {
      const end = await bench.session();
      for (const body of [{ type: "Schema" }, { type: "ListDatabases" }, { type: "ActiveDatabase" }] as const) {
        const { pass } = await end.ask(body);
        expectSame(`the reading of the answer to ${body.type} to be`, pass, "strict");
      }
    },
  },
  "frames.long-request": {
    section: "frames",
    suite: "full",
    text: "A request of 1 MiB is answered, and the connection lives",
    needs: ["queries.execute"],
    async run(bench) {
      const end = await bench.session();
      await end.ask({ type: "Execute", request: { sql: `SELECT 1 -- ${"x".repeat(2 ** 20)}`, params: [] } });
      await end.expectQuiet();
    },
  },
  "frames.longest-request": {
    section: "frames",
    suite: "strict",
    text: "A request of exactly 16,777,216 bytes is answered, and the connection lives",
    needs: ["frames.long-request"],
    deadlineMs: 20_000,
    async run(bench) {
      const end = await bench.freshSession(), requestId = end.nextId();
      const payload = (length: number) =>
        end.payload({ type: "Execute", request: { sql: `SELECT 1 -- ${"x".repeat(length)}`, params: [] } }, {
          requestId,
        });
      const around = payload(2 ** 23).length - 2 ** 23;
      await end.send(payload(MAX_FRAME_BYTES - around));
      await end.answerTo("Execute", requestId);
      await end.expectQuiet();
    },
  },
  "frames.empty": {
    section: "frames",
    suite: "core",
    text: "A length of zero ends its own connection only",
    needs: ["handshake.hello"],
    run: closesFor(0),
  },
  "frames.too-long": {
    section: "frames",
    suite: "core",
    text: "A length of 16,777,217 ends its own connection only",
    needs: ["handshake.hello"],
    run: closesFor(MAX_FRAME_BYTES + 1),
  },
  "frames.far-too-long": {
    section: "frames",
    suite: "core",
    text: "The greatest possible length ends its own connection only",
    needs: ["handshake.hello"],
    run: closesFor(2 ** 32 - 1),
  },
  "frames.cut-header": {
    section: "frames",
    suite: "core",
    text: "A connection that ends within a length harms no later one",
    needs: ["handshake.hello"],
    async run(bench) {
      const end = await bench.greeted();
      await end.write(Uint8Array.of(6, 0));
      end.close();
      await bench.greeted();
    },
  },
  "frames.cut-payload": {
    section: "frames",
    suite: "core",
    text: "A connection that ends within a payload harms no later one",
    needs: ["handshake.hello"],
    async run(bench) {
      const end = await bench.greeted();
      const frame = encodeFrame(end.payload({ type: "Ping" }, { requestId: 1n }));
      await end.write(frame.subarray(0, frame.length - 1));
      end.close();
      await bench.greeted();
    },
  },
};

function header(length: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length, true);
  return bytes;
}

function helloFrame(end: HostEnd, bench: Bench): Uint8Array {
  return encodeFrame(end.payload(end.helloBody(bench.subject.token)));
}

async function expectHello(end: HostEnd): Promise<void> {
  const { envelope: { body } } = await end.receiveEnvelope("an answer to Hello");
  expectSame("the answer to Hello to be", body.type, "Hello");
}
