import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { decode, type DriverResponseBody } from "@fluxwire/wire";
import { DriverError } from "./errors.ts";
import type { LiveSession } from "./live_session.ts";
import { driverOf, endless, execute, failure, PeerBench, profile } from "./testing/peer_bench.ts";

Deno.test("DriverPeer sends a DriverError as it is, and anything else as Internal with an id", async () => {
  await using bench = new PeerBench(driverOf({
    execute: ({ sql }) => {
      if (sql === "known") throw new DriverError("Driver", "No such table: x", { retriable: true });
      throw new Error("planted detail");
    },
  }));
  const sessionId = await bench.open();
  deepStrictEqual(await bench.body(execute("known"), sessionId), failure("Driver", "No such table: x", true));
  const internal = await bench.body(execute("unknown"), sessionId) as Extract<DriverResponseBody, { type: "Error" }>;
  strictEqual(internal.code, "Internal");
  const id = /^Internal driver error ([0-9a-f-]{36}); the driver's log has details$/.exec(internal.message)?.[1];
  ok(id !== undefined && !internal.message.includes("planted"));
  ok(bench.lines.some((line) => line.includes(id) && line.includes("planted detail")));
});

Deno.test("DriverPeer says which permission of Deno a library lacks", async () => {
  const text = 'Requires read access to "/data/x", run again with the --allow-read flag';
  await using bench = new PeerBench(driverOf({
    execute() {
      throw new Deno.errors.NotCapable(text);
    },
  }));
  const sessionId = await bench.open();
  const expected = failure("Driver", `The driver lacks a permission: ${text}`, false);
  deepStrictEqual(await bench.body(execute("x"), sessionId), expected);
});

Deno.test("DriverPeer sends an error for a result that the wire cannot carry, and the session lives", async () => {
  await using bench = new PeerBench(
    driverOf({ execute: ({ sql }) => ({ rows: [{ c: sql === "big" ? "x".repeat(2000) : "\ud800" }] }) }),
    { limits: { maxFrameBytes: 1000 } },
  );
  const sessionId = await bench.open();
  const big = await bench.body(execute("big"), sessionId) as { code: string; message: string };
  strictEqual(big.code, "Driver");
  match(big.message, /exceeds maxFrameBytes 1000.*LIMIT/);
  const wrong = await bench.body(execute("wrong"), sessionId) as { message: string };
  match(wrong.message, /in body.result.rows\[0\]\[0\]$/);
  deepStrictEqual(await bench.body({ type: "Ping" }, sessionId), { type: "Pong" });
});

Deno.test("CancelActive ends the running statement with its own code, past the reader", async () => {
  const { session, begun, reasons } = endless();
  await using bench = new PeerBench(driverOf(session));
  const sessionId = await bench.open();
  await bench.host.send(bench.host.payload({ requestId: 20n, sessionId, body: execute("sleep") }));
  await begun;
  const first = await bench.host.ask({ requestId: 21n, sessionId, body: { type: "CancelActive" } });
  deepStrictEqual([first.requestId, first.body], [21n, { type: "Cancelled" }]);
  const second = await bench.host.ask({ requestId: 22n, sessionId, body: { type: "Ping" } });
  deepStrictEqual([second.requestId, second.body], [20n, failure("Cancelled", "Query cancelled")]);
  deepStrictEqual(reasons, ["Cancelled"]);
});

Deno.test("CancelActive on another connection ends the statement of the session it names", async () => {
  const { session, begun } = endless();
  const sessions = new Map<string, LiveSession>();
  await using running = new PeerBench(driverOf(session), { sessions });
  await using other = new PeerBench(driverOf(session), { sessions });
  const sessionId = await running.open();
  await other.host.ask(other.host.hello());
  await running.host.send(running.host.payload({ sessionId, body: execute("sleep") }));
  await begun;
  deepStrictEqual(await other.body({ type: "CancelActive" }, sessionId), { type: "Cancelled" });
  const payload = await running.host.receive();
  deepStrictEqual(decode("response", "0.7.1", payload!).envelope.body, failure("Cancelled", "Query cancelled"));
});

Deno.test("a statement that takes longer than its time-out ends as Timeout", async () => {
  const { session, reasons } = endless();
  await using bench = new PeerBench(driverOf(session));
  const sessionId = await bench.open();
  deepStrictEqual(await bench.body(execute("sleep", 1n), sessionId), failure("Timeout", "Query timed out", true));
  deepStrictEqual(reasons, ["Timeout"]);
});

Deno.test("a request that takes longer than its envelope's time-out ends as Timeout, for every kind of request", async () => {
  const { session, reasons } = endless();
  await using bench = new PeerBench(
    driverOf({ listDatabases: (context) => session.execute!({} as never, context) as never }),
  );
  const sessionId = await bench.open();
  const answer = await bench.host.ask({ sessionId, timeoutMs: 1n, body: { type: "ListDatabases" } });
  deepStrictEqual(answer.body, failure("Timeout", "Query timed out", true));
  deepStrictEqual(reasons, ["Timeout"]);
});

Deno.test("a lost connection aborts what runs and closes the session", async () => {
  const { session, begun, reasons } = endless();
  const closed = Promise.withResolvers<void>();
  const bench = new PeerBench(driverOf({ ...session, close: () => closed.resolve() }));
  const sessionId = await bench.open();
  await bench.host.send(bench.host.payload({ sessionId, body: execute("sleep") }));
  await begun;
  await bench[Symbol.asyncDispose]();
  await closed.promise;
  deepStrictEqual(reasons, ["Cancelled"]);
});

Deno.test("one session's statements run one after the other", async () => {
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  await using bench = new PeerBench(driverOf({
    execute: async ({ sql }) => {
      order.push(`begin ${sql}`);
      if (sql === "a") await gate.promise;
      order.push(`end ${sql}`);
      return undefined;
    },
  }));
  const sessionId = await bench.open();
  for (const [id, sql] of [[1n, "a"], [2n, "b"]] as const) {
    await bench.host.send(bench.host.payload({ requestId: id, sessionId, body: execute(sql) }));
  }
  deepStrictEqual(await bench.body({ type: "Ping" }), { type: "Pong" });
  gate.resolve();
  await bench.host.receive();
  await bench.host.receive();
  deepStrictEqual(order, ["begin a", "end a", "begin b", "end b"]);
});

Deno.test("more requests than maxInFlight are refused, naming the limit", async () => {
  const { session, begun } = endless();
  await using bench = new PeerBench(driverOf(session), { limits: { maxInFlight: 1 } });
  const sessionId = await bench.open();
  await bench.host.send(bench.host.payload({ sessionId, body: execute("sleep") }));
  await begun;
  const refused = await bench.body(execute("more"), sessionId);
  deepStrictEqual(
    refused,
    failure(
      "InvalidRequest",
      "Cannot accept request: maxInFlight 1 wait for their answers; send it again after one",
      true,
    ),
  );
});

Deno.test("more sessions than maxSessions are refused, naming the limit", async () => {
  await using bench = new PeerBench(driverOf({}), { limits: { maxSessions: 1 } });
  await bench.open();
  deepStrictEqual(
    await bench.body({ type: "OpenSession", profileJson: profile() }),
    failure("InvalidRequest", "Cannot open session: maxSessions 1 are open; close one, or raise the limit"),
  );
});

Deno.test("a request that takes longer than its time-out ends, closing a session too", async () => {
  await using bench = new PeerBench(driverOf({ close: () => new Promise<void>(() => {}) }));
  const sessionId = await bench.open();
  const answer = await bench.host.ask({ sessionId, timeoutMs: 1n, body: { type: "CloseSession" } });
  deepStrictEqual(answer.body, failure("Timeout", "Query timed out", true));
});

Deno.test("an opening that is refused because too much is in flight takes no session's place", async () => {
  const { session, begun } = endless();
  await using bench = new PeerBench(driverOf(session), { limits: { maxInFlight: 1, maxSessions: 2 } });
  const sessionId = await bench.open();
  const opening = { type: "OpenSession" as const, profileJson: profile() };
  await bench.host.send(bench.host.payload({ sessionId, body: execute("sleep") }));
  await begun;
  for (let i = 0; i < 3; i++) match((await bench.body(opening) as { message: string }).message, /maxInFlight/);
  await bench.body({ type: "CancelActive" }, sessionId);
  await bench.host.receive();
  strictEqual((await bench.body(opening)).type, "SessionOpened");
});

Deno.test("any value that a method throws becomes an answer, and the driver goes on", async () => {
  const unreadable = Object.defineProperty(new Error("x"), "stack", {
    get(): never {
      throw new TypeError("this value cannot be inspected");
    },
  });
  const thrown = new Map<string, unknown>([
    ["nothing", undefined],
    ["symbol", Symbol("odd")],
    ["object", { reason: "odd" }],
    ["without prototype", Object.create(null)],
    ["unreadable", unreadable],
  ]);
  await using bench = new PeerBench(driverOf({
    execute({ sql }) {
      throw thrown.get(sql);
    },
  }));
  const sessionId = await bench.open();
  for (const name of thrown.keys()) {
    strictEqual((await bench.body(execute(name), sessionId) as { code: string }).code, "Internal", name);
  }
  const errors = bench.lines.filter((line) => line.includes("call failed"));
  strictEqual(errors.length, thrown.size);
  match(errors[2]!, /error="\{ reason: \\"odd\\" \}"/);
});

Deno.test("a value that is not a session is refused, and a session that cannot be described is closed again", async () => {
  for (const odd of [undefined, null, 5, "session"]) {
    await using bench = new PeerBench(driverOf(() => Promise.resolve(odd as never)));
    await bench.host.ask(bench.host.hello());
    const body = await bench.body({ type: "OpenSession", profileJson: profile() }) as { code: string };
    strictEqual(body.code, "Internal");
    match(bench.lines.at(-1)!, /Cannot open session: open gave (undefined|null|5|session), and not an object/);
  }
  const closed: string[] = [];
  const session = { codeGenerators: [{} as never], close: () => void closed.push("closed") };
  await using bench = new PeerBench(driverOf(session), { limits: { maxSessions: 1 } });
  await bench.host.ask(bench.host.hello());
  for (let i = 0; i < 2; i++) {
    strictEqual(
      (await bench.body({ type: "OpenSession", profileJson: profile() }) as { code: string }).code,
      "Internal",
    );
  }
  deepStrictEqual(closed, ["closed", "closed"]);
});
