import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { type DriverRequestBody, type DriverResponseBody, LAYOUTS } from "@fluxwire/wire";
import { Bench, failure, PROFILE, SESSION } from "./testing/bench.ts";

Deno.test("the mock refuses everything before Hello, in the request's version", async () => {
  await using bench = new Bench("0.7.1");
  const answer = await bench.host.ask({ requestId: 4n, sessionId: SESSION, body: { type: "Ping" } });
  deepStrictEqual(answer, {
    protocolVersion: { major: 1, minor: 2 },
    requestId: 4n,
    sessionId: null,
    done: true,
    body: failure("InvalidRequest", "Hello required before OpenSession"),
  });
});

Deno.test("the mock keeps to the negotiated version from layout 0.5 on, and ignores it in 0.4", async () => {
  for (const layout of LAYOUTS) {
    await using bench = new Bench(layout);
    await bench.host.ask(bench.host.hello());
    const protocolVersion = { major: 1, minor: 0 };
    const { protocolVersion: stamped, sessionId, body } = await bench.host.ask({
      protocolVersion,
      sessionId: SESSION,
      body: { type: "Ping" },
    });
    strictEqual(sessionId, SESSION);
    if (layout === "0.4") {
      deepStrictEqual([stamped, body], [{ major: 1, minor: 1 }, { type: "Pong" }]);
      continue;
    }
    const { major, minor } = bench.host.version;
    const text = `Protocol version drift detected: negotiated ${major}.${minor}, received 1.0`;
    deepStrictEqual([stamped, body], [protocolVersion, failure("VersionMismatch", text)]);
  }
});

Deno.test("the mock answers with its version if there is no common one", async () => {
  for (const layout of LAYOUTS) {
    await using bench = new Bench(layout);
    const answer = await bench.host.ask(bench.host.hello({ supportedVersions: [{ major: 2, minor: 0 }] }));
    const { major, minor } = bench.host.version;
    deepStrictEqual(
      answer.body,
      failure("VersionMismatch", `No compatible protocol version. Server: ${major}.${minor}`),
    );
    deepStrictEqual(answer.protocolVersion, bench.host.version);
    const next = await bench.host.ask({ body: { type: "Ping" } });
    deepStrictEqual(
      next.body,
      layout === "0.4" ? { type: "Pong" } : failure("InvalidRequest", "Hello required before OpenSession"),
    );
  }
});

Deno.test("the mock selects 1.1 for a host of layout 0.4 that offers any version 1", async () => {
  await using bench = new Bench("0.4");
  const { body } = await bench.host.ask(bench.host.hello({ supportedVersions: [{ major: 1, minor: 7 }] }));
  deepStrictEqual((body as { selectedVersion: unknown }).selectedVersion, { major: 1, minor: 1 });
});

Deno.test("the mock keeps the earlier version when a later Hello fails", async () => {
  await using bench = new Bench("0.7.1");
  await bench.host.ask(bench.host.hello());
  await bench.host.ask(bench.host.hello({ supportedVersions: [] }));
  deepStrictEqual((await bench.host.ask({ body: { type: "Ping" } })).body, { type: "Pong" });
});

const FORMS: readonly [string, RegExp][] = [
  ["{}", /^Invalid profile JSON: member id: expected text, found nothing, at offset 2$/],
  ["{", /^Invalid profile JSON: .*position 1/],
  ["[]", /^Invalid profile JSON: expected an object, found a list, at offset 0$/],
  [JSON.stringify({ ...PROFILE, id: "x" }), /^Invalid profile JSON: member id: expected a uuid/],
  [
    JSON.stringify({ ...PROFILE, config: { SQLite: { path: "", connection_id: null } } }),
    /^Expected DbConfig::External for custom driver$/,
  ],
  [JSON.stringify({ ...PROFILE, config: { External: { kind: "SQLite" } } }), /^endpoint is required$/],
  [
    JSON.stringify({ ...PROFILE, config: { External: { kind: "SQLite", values: { endpoint: " \t" } } } }),
    /^endpoint is required$/,
  ],
  [
    JSON.stringify({ ...PROFILE, config: { External: { kind: "SQLite", values: { endpoint: 5 } } } }),
    /^Invalid profile JSON: member config.External.values.endpoint: expected text, found number, at offset \d+$/,
  ],
];

Deno.test("the mock refuses a wrong form with the reason", async () => {
  await using bench = new Bench("0.6");
  await bench.host.ask(bench.host.hello());
  for (const [profileJson, text] of FORMS) {
    const { sessionId, body } = await bench.host.ask({
      sessionId: SESSION,
      body: { type: "OpenSession", profileJson },
    });
    strictEqual(sessionId, null);
    strictEqual((body as { code: string }).code, "InvalidRequest");
    match((body as { message: string }).message, text);
  }
});

Deno.test("the mock checks the session of Execute only", async () => {
  await using bench = new Bench("0.7.1");
  await bench.host.ask(bench.host.hello());
  const execute: DriverRequestBody = { type: "Execute", request: { sql: "SELECT 1", params: [] } };
  const none = await bench.host.ask({ body: execute });
  deepStrictEqual([none.sessionId, none.body], [null, failure("InvalidRequest", "No session_id provided")]);
  const unknown = await bench.host.ask({ sessionId: SESSION, body: execute });
  deepStrictEqual([unknown.sessionId, unknown.body], [
    SESSION,
    failure("Driver", "Connection failed: Session not found"),
  ]);
  deepStrictEqual((await bench.host.ask({ sessionId: SESSION, body: { type: "CloseSession" } })).body, {
    type: "SessionClosed",
  });
  deepStrictEqual(
    (await bench.host.ask({ body: { type: "CloseSession" } })).body,
    failure("InvalidRequest", "No session_id provided"),
  );
  const databases = [{ name: "mockdb", isCurrent: true }];
  deepStrictEqual((await bench.host.ask({ sessionId: SESSION, body: { type: "ListDatabases" } })).body, {
    type: "Databases",
    databases,
  });
});

const STATEMENTS: readonly [string, object][] = [
  ["insert into x", { affectedRows: 1n }],
  ["UPDATE x", { affectedRows: 1n }],
  ["delete", { affectedRows: 0n }],
  ["SELECTx", { affectedRows: null }],
];

Deno.test("the mock looks at the first letters of a statement only", async () => {
  await using bench = new Bench("0.7.1");
  const sessionId = await bench.open();
  for (const [sql, expected] of STATEMENTS) {
    const { body } = await bench.host.ask({ sessionId, body: { type: "Execute", request: { sql, params: [] } } });
    const { affectedRows, executionTimeMs } = (body as Extract<DriverResponseBody, { type: "ExecuteResult" }>).result;
    deepStrictEqual({ affectedRows }, expected, sql);
    strictEqual(executionTimeMs, 0n);
  }
  for (const sql of [" SELECT 1", "foo", ""]) {
    const { body } = await bench.host.ask({ sessionId, body: { type: "Execute", request: { sql, params: [] } } });
    deepStrictEqual(body, failure("Driver", `Unsupported query: ${sql}`));
  }
});

Deno.test("the mock never checks the token, and never logs a secret", async () => {
  await using bench = new Bench("0.7.1");
  await bench.host.ask(bench.host.hello({ authToken: "wrong-token" }));
  const values = { endpoint: "here", api_key: "planted-key" };
  const profileJson = JSON.stringify({ ...PROFILE, config: { External: { kind: "SQLite", values } } });
  await bench.host.ask({
    body: { type: "OpenSession", profileJson, password: "planted-pässword", sshSecret: "planted-ssh" },
  });
  deepStrictEqual(bench.lines, [
    "info Client connected",
    "info Opening session to endpoint='here' api_key_present=true",
    "info Password provided (length: 17)",
    "info SSH secret provided",
  ]);
});

Deno.test("the mock echoes the highest request id", async () => {
  await using bench = new Bench("0.4");
  await bench.host.ask(bench.host.hello());
  strictEqual((await bench.host.ask({ requestId: 2n ** 64n - 1n, body: { type: "Ping" } })).requestId, 2n ** 64n - 1n);
});

Deno.test("the mock closes the connection on an unreadable header, and forgets its last session", async () => {
  const bench = new Bench("0.7.1");
  const sessionId = await bench.open();
  await bench.host.send(Uint8Array.of(1, 2, 3));
  strictEqual(await bench.host.receive(), null);
  await bench[Symbol.asyncDispose]();
  ok(!bench.sessions.has(sessionId));
  match(bench.lines.at(-2)!, /^warn Failed to read request: Cannot read request header: .* at byte 3$/);
});
