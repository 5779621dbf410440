import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import type { Session } from "./methods/session.ts";
import { CLOSE_GRACE_MS } from "./live_session.ts";
import { toQueryResult } from "./result.ts";
import type { Row } from "./result.ts";
import { driverOf, execute, PeerBench } from "./testing/peer_bench.ts";

/** A session whose statement says when it has begun, goes on after its signal until it is let go, and what happened. */
function stubborn(): { session: Session; begun: Promise<void>; letGo: () => void; happened: string[] } {
  const begun = Promise.withResolvers<void>(), gate = Promise.withResolvers<void>();
  const happened: string[] = [];
  const session: Session = {
    async execute(_, { signal }) {
      signal.addEventListener("abort", () => happened.push("aborted"));
      begun.resolve();
      await gate.promise;
      happened.push("returned");
      return { rows: rows() };
    },
    close: () => void happened.push("closed"),
  };
  function* rows(): Generator<Row> {
    happened.push("pulled");
    yield [1];
  }
  return { session, begun: begun.promise, letGo: gate.resolve, happened };
}

Deno.test("close() comes after the running method has returned, and no row of its result is pulled", async () => {
  const { session, begun, letGo, happened } = stubborn();
  await using bench = new PeerBench(driverOf(session), { clock: new ManualClock() });
  const sessionId = await bench.open();
  await bench.host.send(bench.host.payload({ requestId: 5n, sessionId, body: execute("x") }));
  await begun;
  await bench.host.send(bench.host.payload({ requestId: 6n, sessionId, body: { type: "CloseSession" } }));
  ok(await bench.host.receive() !== null, "the statement is answered");
  deepStrictEqual(happened, ["aborted"]);
  letGo();
  ok(await bench.host.receive() !== null, "and the session closed");
  deepStrictEqual(happened, ["aborted", "returned", "closed"]);
});

Deno.test("close() waits no longer than its grace for a method that never returns", async () => {
  const clock = new ManualClock();
  const { session, begun, happened } = stubborn();
  await using bench = new PeerBench(driverOf(session), { clock });
  const sessionId = await bench.open();
  await bench.host.send(bench.host.payload({ requestId: 5n, sessionId, body: execute("x") }));
  await begun;
  await bench.host.send(bench.host.payload({ requestId: 6n, sessionId, body: { type: "CloseSession" } }));
  await bench.host.receive();
  await clock.timer(CLOSE_GRACE_MS);
  deepStrictEqual(happened, ["aborted"]);
  clock.advance(CLOSE_GRACE_MS);
  ok(await bench.host.receive() !== null);
  deepStrictEqual(happened, ["aborted", "closed"]);
});

Deno.test("close() comes after the running method if the connection is lost", async () => {
  const { session, begun, letGo, happened } = stubborn();
  const closed = Promise.withResolvers<void>();
  const bench = new PeerBench(driverOf({ ...session, close: () => closed.resolve(void happened.push("closed")) }));
  const sessionId = await bench.open();
  await bench.host.send(bench.host.payload({ requestId: 5n, sessionId, body: execute("x") }));
  await begun;
  await bench[Symbol.asyncDispose]();
  letGo();
  await closed.promise;
  deepStrictEqual(happened, ["aborted", "returned", "closed"]);
});

for (const kind of ["an async generator", "a generator"]) {
  const isAsync = kind.startsWith("an async");
  Deno.test(`toQueryResult() pulls no row after its signal is aborted, from ${kind}`, async () => {
    const abort = new AbortController();
    let pulled = 0, ended = 0;
    const next = (): Row[] => {
      if (++pulled === 3) abort.abort(new Error("cancelled"));
      return [[pulled]];
    };
    async function* slow(): AsyncGenerator<Row> {
      try {
        for (;;) yield* next();
      } finally {
        ended++;
      }
    }
    function* fast(): Generator<Row> {
      try {
        for (;;) yield* next();
      } finally {
        ended++;
      }
    }
    const limits = { maxFrameBytes: 1_000_000, maxDepth: 8, maxResponseValues: 1_000 };
    const options = { startedAt: 0, limits, signal: abort.signal };
    await rejects(toQueryResult({ rows: isAsync ? slow() : fast() }, options), /cancelled/);
    deepStrictEqual([pulled, ended], [3, 1]);
    await rejects(toQueryResult({ rows: isAsync ? slow() : fast() }, options), /cancelled/);
    strictEqual(pulled, 3);
  });
}
