import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import {
  type Clock,
  decode,
  DEFAULT_LIMITS,
  type DriverRequestBody,
  type DriverResponseBody,
  type Layout,
  LAYOUTS,
  type Limits,
} from "jsr:@fluxwire/wire@^0.1.0";
import { Peer } from "jsr:@fluxwire/wire@^0.1.0/server";
import { ManualClock } from "jsr:@fluxwire/wire@^0.1.0/testing";
import { memoryPair } from "jsr:@fluxwire/wire@^0.1.0/transport";
import type { OpenSession } from "./open_sessions.ts";
import { RawHost } from "../wire/testing/raw_host.ts";
import { defineDriver, type Driver } from "./driver.ts";
import { DriverPeer } from "./driver_peer.ts";
import { DriverError } from "./errors.ts";
import { field } from "./field.ts";
import { form } from "./form.ts";
import { createLog } from "./log.ts";
import type { Session } from "./methods/session.ts";

const SESSION = "00112233-4455-6677-8899-aabbccddeeff";

function driverOf(session: Session | (() => Promise<Session>)): Driver {
  return defineDriver({
    id: "test",
    name: "Test",
    version: "1.2.3",
    description: "For tests",
    kind: "SQLite",
    category: "Relational",
    queryLanguage: "Sql",
    uriScheme: "test",
    form: form({ path: field.text("Path", { required: true }), password: field.password("Password") }),
    open: () => typeof session === "function" ? session() : session,
  });
}

function profile(values: Record<string, string> = { path: "here" }, config?: object): string {
  return JSON.stringify({
    id: crypto.randomUUID(),
    name: "p",
    driver_id: "rpc:test.sock",
    config: config ?? { External: { kind: "SQLite", values } },
  });
}

interface BenchOptions {
  layout?: Layout;
  token?: string;
  limits?: Partial<Limits>;
  sessions?: Map<string, OpenSession>;
  clock?: Clock;
}

/** A driver and a host on two ends of a connection in memory. */
class Bench implements AsyncDisposable {
  readonly host: RawHost;
  readonly lines: string[] = [];
  readonly #running: Promise<void>;

  constructor(driver: Driver, options: BenchOptions = {}) {
    const { layout = "0.7.1", token = null, limits = {}, sessions = new Map(), clock } = options;
    const [near, far] = memoryPair();
    const log = createLog("debug", (line) => this.lines.push(line));
    const all = { ...DEFAULT_LIMITS, ...limits };
    this.host = new RawHost(far, layout);
    const shared = { driver, token, sessions, limits: all, log, clock };
    this.#running = new Peer(near, (peer) => new DriverPeer(peer, shared), { limits }).run();
  }

  async open(): Promise<string> {
    await this.host.ask(this.host.hello());
    return (await this.host.ask({ body: { type: "OpenSession", profileJson: profile() } })).sessionId!;
  }

  async body(body: DriverRequestBody, sessionId: string | null = null): Promise<DriverResponseBody> {
    return (await this.host.ask({ body, sessionId })).body;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.host.transport.close();
    await this.#running;
  }
}

function failure(code: string, message: string, retriable = false): object {
  return { type: "Error", code, message, retriable };
}

function execute(sql: string, statementTimeoutMs: bigint | null = null): DriverRequestBody {
  return { type: "Execute", request: { sql, params: [], statementTimeoutMs } };
}

for (const layout of LAYOUTS) {
  Deno.test(`DriverPeer serves a session from Hello to close in layout ${layout}`, async () => {
    const closed = Promise.withResolvers<void>();
    await using bench = new Bench(
      driverOf({
        execute: ({ sql }) => ({ rows: [{ sql }] }),
        schema: () => ({ type: "KeyValue", keyspaces: [] }),
        listDatabases: () => ["a", { name: "b", isCurrent: true }],
        setActiveDatabase: () => {},
        activeDatabase: () => "b",
        close: () => closed.resolve(),
      }),
      { layout },
    );
    const hello = await bench.host.ask(bench.host.hello());
    const body = hello.body as Extract<DriverResponseBody, { type: "Hello" }>;
    deepStrictEqual([body.serverName, body.serverVersion, body.selectedVersion], ["test", "1.2.3", bench.host.version]);
    const audit = layout === "0.4" || layout === "0.5" ? [] : ["AuditEmit"];
    deepStrictEqual(body.capabilities, ["Cancellation", "SchemaIntrospection", "MultiDatabase", ...audit]);
    const opened = await bench.host.ask({ body: { type: "OpenSession", profileJson: profile() } });
    const { sessionId } = opened;
    strictEqual((opened.body as { sessionId: string }).sessionId, sessionId);
    const result = await bench.host.ask({ requestId: 7n, sessionId, body: execute("SELECT 1") });
    deepStrictEqual([result.requestId, result.sessionId, result.done], [7n, sessionId, true]);
    deepStrictEqual((result.body as { result: { rows: unknown } }).result.rows, [["SELECT 1"]]);
    deepStrictEqual(await bench.body({ type: "Schema" }, sessionId), {
      type: "Schema",
      schema: { structure: { type: "KeyValue", keyspaces: [], currentKeyspace: null } },
    });
    deepStrictEqual(await bench.body({ type: "ListDatabases" }, sessionId), {
      type: "Databases",
      databases: [{ name: "a", isCurrent: false }, { name: "b", isCurrent: true }],
    });
    deepStrictEqual(await bench.body({ type: "SetActiveDatabase", database: "a" }, sessionId), {
      type: "ActiveDatabaseSet",
    });
    deepStrictEqual(await bench.body({ type: "ActiveDatabase" }, sessionId), {
      type: "ActiveDatabaseResult",
      database: "b",
    });
    deepStrictEqual(await bench.body({ type: "Ping" }, sessionId), { type: "Pong" });
    deepStrictEqual(await bench.body({ type: "CleanupAfterCancel" }, sessionId), { type: "CleanupComplete" });
    const withHandle = await bench.body({ type: "ExecuteWithHandle", request: { sql: "x", params: [] } }, sessionId);
    strictEqual(withHandle.type, "ExecuteWithHandleResult");
    deepStrictEqual(await bench.body({ type: "Cancel", handleId: SESSION }, sessionId), { type: "Cancelled" });
    deepStrictEqual(await bench.body({ type: "CloseSession" }, sessionId), { type: "SessionClosed" });
    await closed.promise;
    deepStrictEqual(
      await bench.body({ type: "Ping" }, sessionId),
      failure("SessionNotFound", `Session ${sessionId} not found`),
    );
  });
}

Deno.test("DriverPeer refuses everything before Hello, echoing session and version", async () => {
  await using bench = new Bench(driverOf({}));
  const answer = await bench.host.ask({ sessionId: SESSION, body: { type: "Schema" } });
  strictEqual(answer.sessionId, SESSION);
  deepStrictEqual(answer.protocolVersion, bench.host.version);
  deepStrictEqual(answer.body, failure("InvalidRequest", "Hello handshake required before OpenSession"));
});

Deno.test("DriverPeer names versions it does not share, and drift from the negotiated one", async () => {
  await using bench = new Bench(driverOf({}));
  const mismatch = await bench.host.ask(bench.host.hello({ supportedVersions: [{ major: 1, minor: 9 }] }));
  deepStrictEqual(mismatch.body, failure("VersionMismatch", "No compatible protocol version. Server: 1.2"));
  await bench.host.ask(bench.host.hello({ supportedVersions: [{ major: 1, minor: 0 }, { major: 1, minor: 1 }] }));
  const drift = await bench.host.ask({ body: { type: "Ping" } });
  deepStrictEqual(
    drift.body,
    failure("VersionMismatch", "Protocol version drift detected: negotiated 1.1, received 1.2"),
  );
  deepStrictEqual(drift.protocolVersion, { major: 1, minor: 2 });
});

Deno.test("DriverPeer lets nobody in without the token, and closes after three wrong Hellos, the last answered late", async () => {
  const clock = new ManualClock();
  await using bench = new Bench(driverOf({}), { token: "expected", clock });
  const unauthorized = failure("InvalidRequest", "Unauthorized driver RPC client");
  for (const authToken of ["", null]) {
    deepStrictEqual((await bench.host.ask(bench.host.hello({ authToken }))).body, unauthorized);
  }
  await bench.host.send(bench.host.payload(bench.host.hello({ authToken: "expecteD" })));
  await clock.timer(500);
  await bench.host.send(bench.host.payload(bench.host.hello({ authToken: "expected" })));
  clock.advance(500);
  const last = decode("response", "0.7.1", (await bench.host.receive())!).envelope;
  deepStrictEqual(last.body, unauthorized);
  strictEqual(await bench.host.receive(), null);
});

Deno.test("DriverPeer takes the right token", async () => {
  await using bench = new Bench(driverOf({}), { token: "expected" });
  strictEqual((await bench.host.ask(bench.host.hello({ authToken: "expected" }))).body.type, "Hello");
});

Deno.test("DriverPeer answers a second Hello and keeps the sessions", async () => {
  await using bench = new Bench(driverOf({}));
  const sessionId = await bench.open();
  strictEqual((await bench.host.ask(bench.host.hello())).body.type, "Hello");
  deepStrictEqual(await bench.body({ type: "Ping" }, sessionId), { type: "Pong" });
});

Deno.test("DriverPeer names the session that is missing or unknown", async () => {
  await using bench = new Bench(driverOf({}));
  await bench.host.ask(bench.host.hello());
  deepStrictEqual(await bench.body({ type: "Schema" }), failure("SessionNotFound", "No session_id provided"));
  deepStrictEqual(
    await bench.body({ type: "CloseSession" }),
    failure("SessionNotFound", "No session_id provided for CloseSession"),
  );
  deepStrictEqual(
    await bench.body({ type: "Schema" }, SESSION),
    failure("SessionNotFound", `Session ${SESSION} not found`),
  );
  deepStrictEqual(await bench.body({ type: "Ping" }), { type: "Pong" });
});

Deno.test("DriverPeer answers what a session lacks with UnsupportedMethod", async () => {
  await using bench = new Bench(driverOf({}));
  const sessionId = await bench.open();
  const lacks = (method: string) => failure("UnsupportedMethod", `Operation not supported: Test has no ${method}`);
  deepStrictEqual(await bench.body(execute("x"), sessionId), lacks("Execute"));
  deepStrictEqual(await bench.body({ type: "Schema" }, sessionId), lacks("Schema"));
  deepStrictEqual(
    await bench.body({ type: "TableDetails", database: "d", table: "t" }, sessionId),
    lacks("TableDetails"),
  );
});

Deno.test("DriverPeer answers bodies it cannot read, by header, and goes on", async () => {
  await using bench = new Bench(driverOf({ execute: () => undefined }));
  const sessionId = await bench.open();
  const whole = bench.host.payload({ requestId: 9n, sessionId, body: execute("abc") });
  await bench.host.send(whole.slice(0, whole.lastIndexOf("b".charCodeAt(0)) + 1));
  const cut = (await bench.host.ask({ requestId: 10n, body: { type: "Ping" } })).body;
  match(
    (cut as { message: string }).message,
    /^Cannot decode request in layout 0.7.1: expected text, found .* in body.request.sql$/,
  );
  deepStrictEqual([(cut as { code: string }).code], ["InvalidRequest"]);
  strictEqual((await bench.host.receive())?.at(-1), 3);
});

const PROFILES: readonly [string, RegExp][] = [
  ["nonsense", /^Invalid profile JSON: /],
  [profile({ path: " " }), /^Invalid form values: path is required$/],
  [
    profile({}, { SQLite: { path: "", connection_id: null } }),
    /^Expected an External configuration, found SQLite: DBFlux lost the form's values/,
  ],
  [
    profile({}, { Redis: { host: "localhost" } }).replace('"driver_id":"rpc:', '"driver_id":"'),
    /^Expected an External configuration, found Redis: that is DBFlux's own Redis driver; choose this driver/,
  ],
];

Deno.test("DriverPeer checks profile and form before the driver's open", async () => {
  await using bench = new Bench(driverOf({}));
  await bench.host.ask(bench.host.hello());
  for (const [profileJson, text] of PROFILES) {
    const body = await bench.body({ type: "OpenSession", profileJson });
    strictEqual((body as { code: string }).code, "InvalidRequest");
    match((body as { message: string }).message, text);
  }
});

Deno.test("DriverPeer sends a DriverError as it is, and anything else as Internal with an id", async () => {
  await using bench = new Bench(driverOf({
    execute: ({ sql }) => {
      if (sql === "known") throw new DriverError("Driver", "No such table: x", { retriable: true });
      throw new Error("planted detail");
    },
  }));
  const sessionId = await bench.open();
  deepStrictEqual(await bench.body(execute("known"), sessionId), failure("Driver", "No such table: x", true));
  const internal = await bench.body(execute("unknown"), sessionId) as Extract<DriverResponseBody, { type: "Error" }>;
  strictEqual(internal.code, "Internal");
  const id = /^Internal driver error ([0-9a-f-]{36}); the driver's log says more$/.exec(internal.message)?.[1];
  ok(id !== undefined && !internal.message.includes("planted"));
  ok(bench.lines.some((line) => line.includes(id) && line.includes("planted detail")));
});

Deno.test("DriverPeer sends an error for a result that has no form on the wire, and the session lives", async () => {
  await using bench = new Bench(
    driverOf({ execute: ({ sql }) => ({ rows: [{ c: sql === "big" ? "x".repeat(2000) : 2n ** 70n }] }) }),
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

/** A statement that runs until it is ended from outside, and says when it has begun. */
function endless(): { session: Session; begun: Promise<void>; reasons: unknown[] } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const reasons: unknown[] = [];
  const session: Session = {
    execute: (_, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
          reasons.push(signal.reason.code);
          reject(signal.reason);
        });
        resolve();
      }),
  };
  return { session, begun: promise, reasons };
}

Deno.test("CancelActive ends the running statement with its own code, past the reader", async () => {
  const { session, begun, reasons } = endless();
  await using bench = new Bench(driverOf(session));
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
  const sessions = new Map<string, OpenSession>();
  await using running = new Bench(driverOf(session), { sessions });
  await using other = new Bench(driverOf(session), { sessions });
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
  await using bench = new Bench(driverOf(session));
  const sessionId = await bench.open();
  deepStrictEqual(await bench.body(execute("sleep", 1n), sessionId), failure("Timeout", "Query timed out", true));
  deepStrictEqual(reasons, ["Timeout"]);
});

Deno.test("a request that takes longer than its envelope's time-out ends as Timeout, whatever it is", async () => {
  const { session, reasons } = endless();
  await using bench = new Bench(
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
  const bench = new Bench(driverOf({ ...session, close: () => closed.resolve() }));
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
  await using bench = new Bench(driverOf({
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

Deno.test("more requests than maxInFlight are refused by name", async () => {
  const { session, begun } = endless();
  await using bench = new Bench(driverOf(session), { limits: { maxInFlight: 1 } });
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

Deno.test("more sessions than maxSessions are refused by name", async () => {
  await using bench = new Bench(driverOf({}), { limits: { maxSessions: 1 } });
  await bench.open();
  deepStrictEqual(
    await bench.body({ type: "OpenSession", profileJson: profile() }),
    failure("InvalidRequest", "Cannot open session: maxSessions 1 are open; close one, or raise the limit"),
  );
});

Deno.test("a postcard connection that turns to bincode is closed", async () => {
  const bench = new Bench(driverOf({}));
  await bench.host.ask(bench.host.hello());
  await bench.host.send(new RawHost(bench.host.transport, "0.6").payload({ body: { type: "Ping" } }));
  strictEqual(await bench.host.receive(), null);
  await bench[Symbol.asyncDispose]();
  ok(bench.lines.some((line) => line.includes("the frame is bincode, this connection has spoken postcard")));
});

Deno.test("an unknown release gets the nearest layout, and a warning", async () => {
  await using bench = new Bench(driverOf({}), { layout: "0.8" });
  await bench.host.ask(bench.host.hello({ clientVersion: "0.9.1" }));
  ok(bench.lines.some((line) => / WARN unknown host release.* release="0.9.1" layout="0.8"/.test(line)));
});

Deno.test("audit events go out before their answer, with its id, to hosts that know them", async () => {
  const driver = driverOf({
    execute: (_, { audit }) => {
      audit({ action: "index_built", summary: "Built an index" });
      return { rows: [] };
    },
  });
  await using bench = new Bench(driver);
  const sessionId = await bench.open();
  const event = await bench.host.ask({ requestId: 5n, sessionId, body: execute("x") });
  deepStrictEqual([event.requestId, event.sessionId, event.done, event.body.type], [
    5n,
    sessionId,
    false,
    "EmitAuditEvent",
  ]);
  ok(await bench.host.receive() !== null);
  await using old = new Bench(driver, { layout: "0.5" });
  strictEqual((await old.body(execute("x"), await old.open())).type, "ExecuteResult");
});

Deno.test("audit events over the host's rate, and after the answer, are not sent", async () => {
  let late = () => {};
  await using bench = new Bench(driverOf({
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
