/**
 * Checks of limits: a driver refuses excessive requests, and survives.
 *
 * @module
 */
import { codecOf, type Value } from "@fluxwire/wire";
import { encodeFrame } from "@fluxwire/transport";
import type { CheckTable } from "./check.ts";
import { answersAndLives, answersOrCloses } from "./errors.ts";
import type { HostEnd } from "./runner/host_end.ts";
import { execute } from "./runner/execute.ts";
import { expect, expectSame } from "./runner/violation.ts";

/** More sessions of one connection, and more requests of one connection, than a driver needs to take. */
const TOO_MANY_REQUESTS = 64;

/** A statement whose parameter is a deeply nested list. */
const nested = (depth: number) => (end: HostEnd, requestId: bigint): Uint8Array => {
  const payload = end.payload({ type: "Execute", request: { sql: "SELECT ?", params: [[]] } }, { requestId });
  const isBincode = codecOf(end.layout) === "bincode";
  const empty = isBincode ? "0b000000" + "0000000000000000" : "0b00",
    one = isBincode ? "0b000000" + "0100000000000000" : "0b01";
  const at = payload.toHex().indexOf(empty) / 2;
  const levels = Uint8Array.fromHex(one.repeat(depth));
  return concat([payload.subarray(0, at), levels, payload.subarray(at)]);
};

/** A statement with more parameters than a request may have values. */
function manyValues(end: HostEnd, requestId: bigint): Uint8Array {
  const params: Value[] = Array.from({ length: 200_000 }, () => null);
  const payload = end.payload(execute("SELECT ?", [null]), { requestId });
  const isBincode = codecOf(end.layout) === "bincode";
  const single = isBincode ? "0100000000000000" + "00000000" : "0100";
  const at = payload.toHex().lastIndexOf(single) / 2;
  const count = isBincode ? "400d030000000000" : "c09a0c";
  const nulls = new Uint8Array(params.length * (isBincode ? 4 : 1));
  return concat([payload.subarray(0, at), Uint8Array.fromHex(count), nulls, payload.subarray(at + single.length / 2)]);
}

/** A list of parameters with a count that no frame could hold. */
function manyAnnounced(end: HostEnd, requestId: bigint): Uint8Array {
  const payload = end.payload(execute("SELECT 1"), { requestId });
  const isBincode = codecOf(end.layout) === "bincode";
  const at = payload.toHex().indexOf(isBincode ? "2031" : "2031") / 2 + 2;
  const count = isBincode ? "ffffffff0f000000" : "ffffffff0f";
  return concat([payload.subarray(0, at), Uint8Array.fromHex(count), payload.subarray(at + (isBincode ? 8 : 1))]);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The checks of limits. */
export const LIMIT_CHECKS: CheckTable = {
  "limits.depth-allowed": {
    section: "limits",
    suite: "full",
    text: "A parameter of ten nested lists does not end the connection",
    needs: ["queries.execute"],
    async run(bench) {
      const end = await bench.session(), requestId = end.nextId();
      await end.send(nested(9)(end, requestId));
      await end.answerTo("Execute", requestId);
      await end.expectQuiet();
    },
  },
  "limits.depth": {
    section: "limits",
    suite: "full",
    text: "A parameter of 10,000 nested lists is answered with an error, or ends the connection",
    needs: ["limits.depth-allowed"],
    run: answersOrCloses(nested(10_000)),
  },
  "limits.depth-answered": {
    section: "limits",
    suite: "strict",
    text: "A parameter of 10,000 nested lists is answered with InvalidRequest, and the connection lives",
    needs: ["limits.depth"],
    run: answersAndLives(nested(10_000)),
  },
  "limits.values-answered": {
    section: "limits",
    suite: "strict",
    text: "A statement with 200,000 parameters is answered with InvalidRequest, and the connection lives",
    needs: ["envelopes.answer-type"],
    run: answersAndLives(manyValues),
  },
  "limits.announced": {
    section: "limits",
    suite: "full",
    text: "A list that announces 4 billion parameters is answered with an error, or ends the connection",
    needs: ["envelopes.answer-type"],
    run: answersOrCloses(manyAnnounced),
  },
  "limits.announced-answered": {
    section: "limits",
    suite: "strict",
    text: "A list that announces 4 billion parameters is answered with InvalidRequest, and the connection lives",
    needs: ["limits.announced"],
    run: answersAndLives(manyAnnounced),
  },
  "limits.requests-at-once": {
    section: "limits",
    suite: "full",
    text: "Sixty-four requests at once are each answered, by a result or an error",
    needs: ["frames.pipelined", "queries.execute"],
    async run(bench) {
      const end = await bench.session();
      const ids = Array.from({ length: TOO_MANY_REQUESTS }, () => end.nextId());
      const frames = ids.map((requestId) => encodeFrame(end.payload(execute(bench.facts.statement!), { requestId })));
      const written = end.write(concat(frames));
      const found = new Set<bigint>();
      for (const _ of ids) found.add((await end.receiveAnswer()).requestId);
      await written;
      expectSame("the answered requests to be as many as", found.size, ids.length);
      await end.expectQuiet();
    },
  },
  "limits.hello-attempts": {
    section: "limits",
    suite: "strict",
    text: "The third refused Hello ends the connection",
    needs: ["version.second-attempt"],
    async run(bench) {
      const end = await bench.connect();
      const hello = end.payload(end.helloBody(bench.subject.token, { supportedVersions: [{ major: 9, minor: 9 }] }));
      for (let i = 0; i < 3; i++) await end.send(hello);
      for (let i = 0; i < 3; i++) {
        const { envelope: { body } } = await end.receiveEnvelope("an answer to Hello");
        expect(body.type === "Error", `Expected an error as the answer to Hello, found ${body.type}`);
      }
      await end.expectClosed("after the third refused Hello");
    },
  },
};
