import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { decode, type DriverResponseBody, LAYOUTS } from "@fluxwire/wire";
import { ManualClock } from "@fluxwire/transport";
import { RawHost } from "../wire/testing/raw_host.ts";
import { driverOf, execute, failure, PeerBench, profile } from "./testing/peer_bench.ts";

const SESSION = "00112233-4455-6677-8899-aabbccddeeff";

for (const layout of LAYOUTS) {
  Deno.test(`DriverPeer serves a session from Hello to close in layout ${layout}`, async () => {
    const closed = Promise.withResolvers<void>();
    await using bench = new PeerBench(
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
  await using bench = new PeerBench(driverOf({}));
  const answer = await bench.host.ask({ sessionId: SESSION, body: { type: "Schema" } });
  strictEqual(answer.sessionId, SESSION);
  deepStrictEqual(answer.protocolVersion, bench.host.version);
  deepStrictEqual(answer.body, failure("InvalidRequest", "Hello handshake required before OpenSession"));
});

Deno.test("DriverPeer names versions it does not share, and drift from the negotiated one", async () => {
  await using bench = new PeerBench(driverOf({}));
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

Deno.test("DriverPeer refuses clients without the token, and closes after three wrong Hellos, the last answered late", async () => {
  const clock = new ManualClock();
  await using bench = new PeerBench(driverOf({}), { token: "expected", clock });
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

Deno.test("DriverPeer answers three requests of a stranger, the last one late", async () => {
  const clock = new ManualClock();
  await using bench = new PeerBench(driverOf({}), { clock });
  const hello = bench.host.payload(bench.host.hello());
  const unreadable = hello.slice(0, 12);
  const required = failure("InvalidRequest", "Hello handshake required before OpenSession");
  deepStrictEqual((await bench.host.ask({ body: { type: "Ping" } })).body, required);
  await bench.host.exchange(unreadable);
  await bench.host.send(bench.host.payload({ body: { type: "Schema" } }));
  await clock.timer(500);
  await bench.host.send(hello);
  clock.advance(500);
  deepStrictEqual(decode("response", "0.7.1", (await bench.host.receive())!).envelope.body, required);
  strictEqual(await bench.host.receive(), null);
});

Deno.test("DriverPeer logs an unreadable request with the name that its client has given, cut after 64 characters", async () => {
  await using bench = new PeerBench(driverOf({}));
  const cut = bench.host.payload({ body: { type: "SetActiveDatabase", database: "a" } }).slice(0, -1);
  await bench.host.exchange(cut);
  await bench.host.ask(bench.host.hello({ clientName: "a host".padEnd(70, "!") }));
  await bench.host.exchange(cut);
  deepStrictEqual(
    bench.lines.filter((line) => line.includes("unreadable request")).map((line) => / client=(.*)\n$/.exec(line)?.[1]),
    ["null", `"${"a host".padEnd(64, "!")}"`],
  );
});

Deno.test("DriverPeer takes the right token", async () => {
  await using bench = new PeerBench(driverOf({}), { token: "expected" });
  strictEqual((await bench.host.ask(bench.host.hello({ authToken: "expected" }))).body.type, "Hello");
});

Deno.test("DriverPeer answers a second Hello and keeps the sessions", async () => {
  await using bench = new PeerBench(driverOf({}));
  const sessionId = await bench.open();
  strictEqual((await bench.host.ask(bench.host.hello())).body.type, "Hello");
  deepStrictEqual(await bench.body({ type: "Ping" }, sessionId), { type: "Pong" });
});

Deno.test("DriverPeer names the session that is missing or unknown", async () => {
  await using bench = new PeerBench(driverOf({}));
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

Deno.test("DriverPeer answers a missing method with UnsupportedMethod", async () => {
  await using bench = new PeerBench(driverOf({}));
  const sessionId = await bench.open();
  const lacks = (method: string) => failure("UnsupportedMethod", `Operation not supported: Test has no ${method}`);
  deepStrictEqual(await bench.body(execute("x"), sessionId), lacks("Execute"));
  deepStrictEqual(await bench.body({ type: "Schema" }, sessionId), lacks("Schema"));
  deepStrictEqual(
    await bench.body({ type: "TableDetails", database: "d", table: "t" }, sessionId),
    lacks("TableDetails"),
  );
  const plan = { type: "PlanSemantic", request: { type: "TableCount", table: { name: "t" } } } as const;
  deepStrictEqual(await bench.body(plan, sessionId), failure("UnsupportedMethod", "Test has no PlanSemantic"));
});

Deno.test("DriverPeer answers bodies it cannot read, by header, and goes on", async () => {
  await using bench = new PeerBench(driverOf({ execute: () => undefined }));
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
  await using bench = new PeerBench(driverOf({}));
  await bench.host.ask(bench.host.hello());
  for (const [profileJson, text] of PROFILES) {
    const body = await bench.body({ type: "OpenSession", profileJson });
    strictEqual((body as { code: string }).code, "InvalidRequest");
    match((body as { message: string }).message, text);
  }
});

Deno.test("a profile that is not JSON is refused, without repeating any of it", async () => {
  await using bench = new PeerBench(driverOf({}));
  await bench.host.ask(bench.host.hello());
  const body = await bench.body({ type: "OpenSession", profileJson: '{"key":"hunter2","b":zzz}' });
  deepStrictEqual(body, failure("InvalidRequest", "Invalid profile JSON: Unexpected token 'z'"));
});

Deno.test("a postcard connection that turns to bincode is closed", async () => {
  const bench = new PeerBench(driverOf({}));
  await bench.host.ask(bench.host.hello());
  await bench.host.send(new RawHost(bench.host.transport, "0.6").payload({ body: { type: "Ping" } }));
  strictEqual(await bench.host.receive(), null);
  await bench[Symbol.asyncDispose]();
  ok(bench.lines.some((line) => line.includes("the frame is bincode, but this connection has used postcard")));
});

Deno.test("clients without the token cannot write their own text into the log", async () => {
  await using bench = new PeerBench(driverOf({}), { layout: "0.8", token: "right" });
  const body = await bench.host.ask(bench.host.hello({ clientVersion: "9.9.9-loud", authToken: "wrong" }));
  deepStrictEqual(body.body, failure("InvalidRequest", "Unauthorized driver RPC client"));
  deepStrictEqual(bench.lines.filter((line) => line.includes("loud")), []);
});

Deno.test("an unknown release gets the nearest layout, and a warning", async () => {
  await using bench = new PeerBench(driverOf({}), { layout: "0.8" });
  await bench.host.ask(bench.host.hello({ clientVersion: "0.9.1" }));
  ok(bench.lines.some((line) => / WARN unknown host release.* release="0.9.1" layout="0.8"/.test(line)));
});
