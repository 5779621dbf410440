import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { decode } from "@fluxwire/wire";
import { AuditBudget, toAuditEvent } from "./audit.ts";
import { driverOf, execute, PeerBench } from "./testing/peer_bench.ts";

Deno.test("toAuditEvent() fills in what an author leaves out", () => {
  deepStrictEqual(toAuditEvent({ action: "a", summary: "s" }, 5), {
    tsMs: 5n,
    level: "Info",
    category: "Query",
    action: "a",
    outcome: "Success",
    summary: "s",
    objectType: null,
    objectId: null,
    durationMs: null,
    errorCode: null,
    errorMessage: null,
    detailsJson: null,
  });
  const { durationMs, detailsJson, category } = toAuditEvent(
    { action: "query_execute", summary: "s", durationMs: 1.6, details: { a: 1 }, category: "System" },
    5,
  );
  deepStrictEqual([durationMs, detailsJson, category], [2n, '{"a":1}', "System"]);
});

Deno.test("toAuditEvent() refuses what every host would drop", () => {
  throws(() => toAuditEvent({ action: " ", summary: "s" }, 0), /action or summary is blank/);
  throws(() => toAuditEvent({ action: "a", summary: "" }, 0), /action or summary is blank/);
  throws(() => toAuditEvent({ action: "query_execute_failed", summary: "s" }, 0), /needs durationMs/);
  throws(() => toAuditEvent({ action: "a", summary: "s", details: { a: "x".repeat(65_536) } }, 0), /exceed 65536/);
});

Deno.test("AuditBudget lets 100 events through at once, then 100 a minute", () => {
  const budget = new AuditBudget(0);
  const taken = (now: number, tries: number) =>
    Array.from({ length: tries }, () => budget.take(now)).filter(Boolean).length;
  strictEqual(taken(0, 150), 100);
  strictEqual(taken(599, 1), 0);
  strictEqual(taken(6_000, 50), 10);
  strictEqual(taken(10_000_000, 150), 100);
});

Deno.test("audit events go out before their answer, with its id, to hosts that know them", async () => {
  const driver = driverOf({
    execute: (_, { audit }) => {
      audit({ action: "index_built", summary: "Built an index" });
      return { rows: [] };
    },
  });
  await using bench = new PeerBench(driver);
  const sessionId = await bench.open();
  const event = await bench.host.ask({ requestId: 5n, sessionId, body: execute("x") });
  deepStrictEqual([event.requestId, event.sessionId, event.done, event.body.type], [
    5n,
    sessionId,
    false,
    "EmitAuditEvent",
  ]);
  ok(await bench.host.receive() !== null);
  await using old = new PeerBench(driver, { layout: "0.5" });
  strictEqual((await old.body(execute("x"), await old.open())).type, "ExecuteResult");
});

Deno.test("audit events over the host's rate, and after the answer, are not sent", async () => {
  let late = () => {};
  await using bench = new PeerBench(driverOf({
    execute: (_, { audit }) => {
      for (let i = 0; i < 300; i++) audit({ action: "a", summary: "s" });
      late = () => audit({ action: "late", summary: "s" });
      return undefined;
    },
  }));
  const sessionId = await bench.open();
  await bench.host.send(bench.host.payload({ sessionId, body: execute("x") }));
  let events = 0;
  for (let done = false; !done;) {
    const payload = await bench.host.receive();
    done = decode("response", "0.7.1", payload!).envelope.done;
    if (!done) events++;
  }
  strictEqual(events, 100);
  late();
  deepStrictEqual(await bench.body({ type: "Ping" }), { type: "Pong" });
});

Deno.test("an audit event that cannot be sent is the author's mistake, and the call goes on", async () => {
  const mistakes: unknown[] = [];
  await using bench = new PeerBench(driverOf({
    execute(_, { audit }) {
      for (const summary of ["\ud800", "x".repeat(20_000_000)]) {
        try {
          audit({ action: "sent", summary });
        } catch (mistake) {
          mistakes.push((mistake as Error).name, (mistake as Error).message.slice(0, 60));
        }
      }
      return undefined;
    },
  }));
  const answer = await bench.body(execute("x"), await bench.open());
  strictEqual(answer.type, "ExecuteResult");
  deepStrictEqual(mistakes, [
    "TypeError",
    "Cannot send audit event: Cannot encode DriverResponseEnvelop",
    "TypeError",
    "Cannot send audit event: Cannot write frame: length 20000047",
  ]);
});
