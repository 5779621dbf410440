import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { decode, type DriverRequestBody, type DriverResponseBody, encode, type Layout, LAYOUTS } from "@fluxwire/wire";
import { Peer } from "@fluxwire/wire/server";
import { memoryPair } from "@fluxwire/transport";
import { RawHost } from "../wire/testing/raw_host.ts";
import { readVectors } from "../../tests/vectors/vectors.ts";
import { MockPeer, type Sessions } from "./behaviour.ts";
import type { Log } from "./log.ts";

const VECTORS = readVectors();
const SESSION = "00112233-4455-6677-8899-aabbccddeeff";
const PROFILE = {
  id: "6f1c0a52-6c0f-4d3a-9a6e-2f8b9d3f7c11",
  name: "My mock",
  kind: "SQLite",
  driver_id: "rpc:my-test-driver.sock",
  config: { External: { kind: "SQLite", values: { endpoint: "localhost:8080", api_key: "" } } },
  save_password: false,
};

/** A mock driver and a host on the two ends of an in-memory connection. */
class Bench implements AsyncDisposable {
  readonly host: RawHost;
  readonly lines: string[] = [];
  readonly sessions: Sessions;
  readonly #running: Promise<void>;

  constructor(layout: Layout, sessions: Sessions = new Set()) {
    const [driver, host] = memoryPair();
    const log: Log = {
      info: (text) => this.lines.push(`info ${text}`),
      warn: (text) => this.lines.push(`warn ${text}`),
    };
    this.sessions = sessions;
    this.host = new RawHost(host, layout);
    const options = { limits: { handshakeTimeoutMs: Infinity } };
    this.#running = new Peer(driver, (peer) => new MockPeer(peer, sessions, log), options).run();
  }

  async open(): Promise<string> {
    await this.host.ask(this.host.hello());
    const body = { type: "OpenSession", profileJson: JSON.stringify(PROFILE) } as const;
    const { sessionId } = await this.host.ask({ body });
    return sessionId!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.host.transport.close();
    await this.#running;
  }
}

function vector(set: string, layout: Layout, name?: RegExp): Uint8Array | undefined {
  const found = VECTORS.find((one) =>
    one.set === set && one.layout === layout && (name === undefined || name.test(one.name))
  );
  return found?.payload;
}

function failure(code: string, message: string): object {
  return { type: "Error", code, message, retriable: false };
}

for (const layout of LAYOUTS) {
  Deno.test(`the mock answers Hello in layout ${layout} like the vector`, async () => {
    await using bench = new Bench(layout);
    const answer = await bench.host.exchange(bench.host.payload(bench.host.hello()));
    const expected = vector("mock hello", layout);
    // Layout 0.8 has no vector: it is 0.7.1 with the icon's number increased by one.
    if (expected !== undefined) strictEqual(answer.toHex(), expected.toHex());
    else strictEqual(answer.toHex(), vector("mock hello", "0.7.1")!.toHex().replace("046d6f636b0b", "046d6f636b0c"));
  });

  Deno.test(`the mock opens a session in layout ${layout} like the vector`, async () => {
    await using bench = new Bench(layout);
    await bench.host.ask(bench.host.hello());
    const answer = await bench.host.ask({ body: { type: "OpenSession", profileJson: JSON.stringify(PROFILE) } });
    const body = answer.body as Extract<DriverResponseBody, { type: "SessionOpened" }>;
    strictEqual(body.sessionId, answer.sessionId);
    ok(bench.sessions.has(body.sessionId));
    const expected = vector("opened", layout);
    if (expected === undefined) return;
    const withKnownId = { ...answer, sessionId: SESSION, body: { ...body, sessionId: SESSION } };
    strictEqual(encode("response", layout, withKnownId).toHex(), expected.toHex());
  });

  Deno.test(`the mock answers a select in layout ${layout} like the vector`, async () => {
    await using bench = new Bench(layout, new Set([SESSION]));
    await bench.host.ask(bench.host.hello());
    const request = vector("exec req", layout);
    const payload = request ?? bench.host.payload({
      requestId: 3n,
      sessionId: SESSION,
      body: { type: "Execute", request: { sql: "SELECT * FROM mockdb", params: [] } },
    });
    const { envelope } = decode("response", layout, await bench.host.exchange(payload));
    const { result } = envelope.body as Extract<DriverResponseBody, { type: "ExecuteResult" }>;
    deepStrictEqual(result.rows, [
      ["key1", "value1"],
      ["key2", "value2"],
      ["users:1", '{"id": 1, "name": "Alice"}'],
      ["users:2", '{"id": 2, "name": "Bob"}'],
    ]);
    const expected = vector("exec res", layout);
    if (expected === undefined) return;
    const oneRow = {
      ...envelope,
      body: { type: "ExecuteResult" as const, result: { ...result, rows: [["key1", "value1"]] } },
    };
    strictEqual(encode("response", layout, oneRow).toHex(), expected.toHex());
  });

  Deno.test(`the mock answers the plain requests in layout ${layout} like the vectors`, async () => {
    await using bench = new Bench(layout, new Set([SESSION]));
    await bench.host.ask(bench.host.hello());
    const exchange = async (request: RegExp, response: RegExp) => {
      const [payload, expected] = [vector("common", layout, request), vector("common", layout, response)];
      if (payload === undefined || expected === undefined) return;
      strictEqual((await bench.host.exchange(payload)).toHex(), expected.toHex(), request.source);
    };
    await exchange(/^Ping req/, /^Pong res/);
    await exchange(/^Schema req/, /^Schema res/);
    await exchange(/^CloseSession req/, /^SessionClosed res/);
    const list = await bench.host.exchange(
      bench.host.payload({ requestId: 2n, sessionId: SESSION, body: { type: "ListDatabases" } }),
    );
    const expected = vector("common", layout, /^Databases res/);
    if (expected !== undefined) strictEqual(list.toHex(), expected.toHex());
  });

  Deno.test(`the mock answers requests of layout ${layout} with the real client's omissions`, async () => {
    await using bench = new Bench(layout);
    const sessionId = await bench.open();
    const unsupported = failure("UnsupportedMethod", "Method not implemented in this example driver");
    for (const name of [/^BrowseTable none/, /^CountTable none/, /^CountCollection none/, /^UpdateRow untyped/]) {
      const payload = VECTORS.find((one) => one.layout === layout && name.test(one.name))?.payload;
      if (payload === undefined) continue;
      deepStrictEqual(
        decode("response", layout, await bench.host.exchange(payload)).envelope.body,
        unsupported,
        name.source,
      );
    }
    const editor = encode("request", layout, {
      protocolVersion: bench.host.version,
      requestId: 9n,
      sessionId,
      body: { type: "Execute", request: { sql: "select", params: [], executionContext: { database: "mockdb" } } },
    }, { faithful: true });
    strictEqual(decode("response", layout, await bench.host.exchange(editor)).envelope.body.type, "ExecuteResult");
  });

  Deno.test(`the mock answers an unreadable body in layout ${layout}, and goes on`, async () => {
    await using bench = new Bench(layout);
    await bench.host.ask(bench.host.hello());
    const unsupported = failure("UnsupportedMethod", "Method not implemented in this example driver");
    const execute = bench.host.payload({
      requestId: 5n,
      body: { type: "Execute", request: { sql: "abc", params: [] } },
    });
    const bodies = [
      vector("common", layout, /^InsertDocument/),
      vector("common", layout, /^CountCollection filter json/),
      unknownVariant(bench.host.payload({ requestId: 77n, body: { type: "Ping" } })),
      execute.slice(0, execute.lastIndexOf("b".charCodeAt(0)) + 1),
    ];
    for (const payload of bodies.filter((one) => one !== undefined)) {
      const { envelope } = decode("response", layout, await bench.host.exchange(payload));
      deepStrictEqual(envelope.body, unsupported);
    }
    deepStrictEqual((await bench.host.ask({ body: { type: "Ping" } })).body, { type: "Pong" });
  });
}

/** The variant number is the last byte of a Ping. */
function unknownVariant(ping: Uint8Array): Uint8Array {
  const at = ping.lastIndexOf(3);
  const changed = ping.slice();
  changed[at] = 56;
  return changed;
}

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
