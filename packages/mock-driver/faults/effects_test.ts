import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import {
  decode,
  type DriverResponseBody,
  type DriverResponseEnvelope,
  type Layout,
  LAYOUTS,
  MalformedError,
  type QueryResultDto,
} from "jsr:@fluxwire/wire@^0.1.0";
import { FaultyMock, type FaultyMockOptions } from "../testing/faulty_mock.ts";
import { FAULTS } from "./table.ts";

/** What a client sees of a fault; the fault is on. */
interface Effect {
  /** How the mock is started. */
  options?: FaultyMockOptions;
  /** Its number, if another than the default. */
  n?: number;
  /** Looks. */
  see(mock: FaultyMock): Promise<void>;
}

const PING = { type: "Ping" } as const;

/** The process ends, or its stderr and memory are what counts: these are tested with processes of their own. */
const WITH_PROCESSES = [
  "exit-at-start",
  "never-listens",
  "listens-late",
  "ignores-sigterm",
  "ignores-lifeline",
  "forks-child",
  "crash",
  "leaks-memory",
  "floods-stderr",
];

function resultOf({ body }: DriverResponseEnvelope): QueryResultDto {
  strictEqual(body.type, "ExecuteResult");
  return (body as Extract<DriverResponseBody, { type: "ExecuteResult" }>).result;
}

/** An effect on the answer to Ping on an open session. */
function onPong(see: (answer: DriverResponseEnvelope, sessionId: string) => void): Effect {
  return {
    async see(mock) {
      const opened = await mock.opened();
      see(await opened.ask(PING), opened.sessionId);
    },
  };
}

/** An effect on a result. */
function onResult(sql: string, see: (result: QueryResultDto) => void, more: Partial<Effect> = {}): Effect {
  return { ...more, see: async (mock) => see(resultOf(await (await mock.opened()).execute(sql))) };
}

/** An effect on the types of the frames that come for one Ping. */
function framesOfPing(...types: string[]): Effect {
  return {
    async see(mock) {
      const { host, sessionId } = await mock.opened();
      await host.send(host.payload({ requestId: 7n, sessionId, body: PING }));
      const seen: string[] = [];
      while (seen.length < types.length) {
        seen.push(decode("response", host.layout, (await host.receive())!).envelope.body.type);
      }
      deepStrictEqual(seen, types);
    },
  };
}

/** An effect that no decoder gets through: the payload of a result. */
function unreadable(message: RegExp, more: Partial<Effect> = {}): Effect {
  return {
    ...more,
    async see(mock) {
      const { host, sessionId } = await mock.opened();
      const request = { sql: "SELECT * FROM customers", params: [] };
      const payload = await host.exchange(host.payload({ sessionId, body: { type: "Execute", request } }));
      throws(() => decode("response", host.layout, payload), (error) => {
        match((error as Error).message, message);
        return error instanceof MalformedError;
      });
    },
  };
}

/** The bytes that answer a Ping on an open session, as far as they come. */
async function rawAnswer(mock: FaultyMock, length: number): Promise<Uint8Array> {
  const { host, sessionId } = await mock.opened();
  await host.send(host.payload({ requestId: 7n, sessionId, body: PING }));
  const bytes: number[] = [];
  while (bytes.length < length) {
    const chunk = await host.transport.read();
    if (chunk === null) break;
    bytes.push(...chunk);
  }
  return Uint8Array.from(bytes);
}

const EFFECTS: Readonly<Record<string, Effect>> = {
  "burns-cpu": {
    n: 30,
    async see(mock) {
      const start = performance.now();
      await mock.greeted();
      ok(performance.now() - start >= 30);
    },
  },
  "silent-accept": {
    async see(mock) {
      const host = mock.connect();
      await host.send(host.payload(host.hello()));
      await mock.until(() => mock.fired("silent-accept") === 1);
      mock.stop();
      strictEqual(await host.receive(), null);
      deepStrictEqual(JSON.parse(JSON.stringify(mock.stats)).frames, { in: 0, out: 0 });
    },
  },
  "closes-at-accept": {
    n: 1,
    async see(mock) {
      await mock.greeted();
      strictEqual(await mock.connect().receive(), null);
    },
  },
  "one-at-a-time": {
    async see(mock) {
      const first = await mock.greeted();
      const second = mock.connect();
      await second.send(second.payload(second.hello()));
      await mock.until(() => mock.fired("one-at-a-time") === 1);
      let isAnswered = false;
      const answer = second.receive().then(() => isAnswered = true);
      strictEqual((await first.ask({ body: PING })).body.type, "Pong");
      strictEqual(isAnswered, false);
      first.transport.close();
      await answer;
    },
  },
  "closes-after": {
    async see(mock) {
      const host = await mock.greeted();
      strictEqual((await host.ask({ body: PING })).body.type, "Pong");
      strictEqual(await host.receive(), null);
    },
  },
  "ignores-token": {
    options: { token: "secret" },
    async see(mock) {
      const host = mock.connect();
      strictEqual((await host.ask(host.hello({ authToken: "wrong" }))).body.type, "Hello");
    },
  },
  "refuses-token": {
    options: { token: "secret" },
    async see(mock) {
      const host = mock.connect();
      const { body } = await host.ask(host.hello({ authToken: "secret" }));
      deepStrictEqual(body, {
        type: "Error",
        code: "InvalidRequest",
        message: "Unauthorized driver RPC client",
        retriable: false,
      });
    },
  },
  "cancel-ignored": {
    async see(mock) {
      const opened = await mock.opened();
      await opened.send({ type: "Execute", request: { sql: "SELECT sleep(60000)", params: [] } });
      await mock.until(() => mock.statementClock.timers.size === 1);
      strictEqual((await opened.ask({ type: "CancelActive" })).body.type, "Cancelled");
      mock.statementClock.fire();
      const late = decode("response", "0.7.1", (await opened.host.receive())!).envelope;
      deepStrictEqual(resultOf(late).rows, [[60000n]]);
    },
  },
  "cancel-kills-next": {
    async see(mock) {
      const opened = await mock.opened();
      strictEqual((await opened.ask({ type: "CancelActive" })).body.type, "Cancelled");
      deepStrictEqual((await opened.execute("SELECT 1")).body, {
        type: "Error",
        code: "Cancelled",
        message: "Query cancelled",
        retriable: false,
      });
      deepStrictEqual(resultOf(await opened.execute("SELECT 1")).rows, [[1n]]);
    },
  },
  "session-leak": {
    async see(mock) {
      const opened = await mock.opened();
      strictEqual((await opened.ask({ type: "CloseSession" })).body.type, "SessionClosed");
      deepStrictEqual(resultOf(await opened.execute("SELECT 1")).rows, [[1n]]);
    },
  },
  "session-lost": {
    n: 1,
    async see(mock) {
      const opened = await mock.opened();
      resultOf(await opened.execute("SELECT 1"));
      const { body } = await opened.execute("SELECT 1");
      strictEqual(body.type === "Error" && body.code, "SessionNotFound");
    },
  },
  "closes-on-unreadable": {
    async see(mock) {
      const host = await mock.greeted();
      const ping = host.payload({ body: PING });
      ping[ping.length - 1] = 99;
      await host.send(ping);
      strictEqual(await host.receive(), null);
    },
  },
  "wrong-id": onPong(({ requestId }) => strictEqual(requestId, 3n)),
  "wrong-version": {
    async see(mock) {
      const host = mock.connect();
      const { body } = await host.ask(host.hello());
      deepStrictEqual(body.type === "Hello" && body.selectedVersion, { major: 9, minor: 9 });
    },
  },
  "version-drift": onPong(({ protocolVersion }) => deepStrictEqual(protocolVersion, { major: 1, minor: 3 })),
  "wrong-session": onPong(({ sessionId }, own) => {
    strictEqual(sessionId, "0badcafe-0000-4000-8000-000000000000");
    ok(sessionId !== own);
  }),
  "wrong-type": onPong(({ body }) => strictEqual(body.type, "Cancelled")),
  "not-done": onPong(({ done }) => strictEqual(done, false)),
  "duplicate-answer": framesOfPing("Pong", "Pong"),
  "unsolicited": onPong(({ requestId }) => strictEqual(requestId, 2n ** 63n)),
  "out-of-order": {
    async see(mock) {
      const { host, sessionId } = await mock.opened();
      for (const requestId of [5n, 6n, 7n]) await host.send(host.payload({ requestId, sessionId, body: PING }));
      const ids: bigint[] = [];
      while (ids.length < 3) ids.push(decode("response", "0.7.1", (await host.receive())!).envelope.requestId);
      ok(ids.some((id, i) => i > 0 && id < ids[i - 1]!), `${ids}`);
    },
  },
  "answer-after-close": {
    async see(mock) {
      const opened = await mock.opened();
      strictEqual((await opened.ask({ type: "CloseSession" })).body.type, "SessionClosed");
      const more = decode("response", "0.7.1", (await opened.host.receive())!).envelope;
      deepStrictEqual([more.body.type, more.sessionId], ["ExecuteResult", opened.sessionId]);
    },
  },
  "late-result": {
    async see(mock) {
      const opened = await mock.opened();
      const id = await opened.send({ type: "Execute", request: { sql: "SELECT sleep(60000)", params: [] } });
      await mock.until(() => mock.statementClock.timers.size === 1);
      await opened.send({ type: "CancelActive" });
      const answers: [bigint, string][] = [];
      while (answers.length < 3) {
        const { requestId, body } = decode("response", "0.7.1", (await opened.host.receive())!).envelope;
        answers.push([requestId, body.type]);
      }
      deepStrictEqual(answers.filter(([, type]) => type === "ExecuteResult"), [[id, "ExecuteResult"]]);
      deepStrictEqual(answers.filter(([, type]) => type === "Error"), [[id, "Error"]]);
    },
  },
  "audit-flood": { ...framesOfPing("EmitAuditEvent", "EmitAuditEvent", "EmitAuditEvent", "Pong"), n: 3 },
  "audit-malformed": onPong(({ body, done }) => {
    deepStrictEqual(body.type === "EmitAuditEvent" && [body.action, body.detailsJson, done], ["", '{"broken', false]);
  }),
  "audit-done": onPong(({ body, done }) => deepStrictEqual([body.type, done], ["EmitAuditEvent", true])),
  "lies-capabilities": {
    async see(mock) {
      const host = mock.connect();
      const { body } = await host.ask(host.hello());
      strictEqual(body.type === "Hello" && body.driverMetadata.capabilities, 0x1fff_ffff_ffff_ffffn);
    },
  },
  "chunks": {
    async see(mock) {
      const opened = await mock.opened();
      await opened.send({ type: "Execute", request: { sql: "SELECT series(3)", params: [] } });
      const seen: unknown[] = [];
      while (seen.length < 3) {
        const { body, done } = decode("response", "0.7.1", (await opened.host.receive())!).envelope;
        seen.push(body.type === "QueryChunk" ? [body.chunkIndex, body.rows, body.done, done] : [body.type, done]);
      }
      deepStrictEqual(seen, [[0, [[1n], [2n]], false, false], [1, [[3n]], true, false], ["ExecuteResult", true]]);
    },
  },
  "reversed-rows": onResult("SELECT series(2)", ({ rows }) => deepStrictEqual(rows, [[2n], [1n]])),
  "duplicate-rows": onResult("SELECT series(1)", ({ rows }) => deepStrictEqual(rows, [[1n], [1n]])),
  "lost-rows": onResult("SELECT series(2)", ({ rows }) => deepStrictEqual(rows, [[1n]])),
  "ragged-rows": onResult("SELECT 1, 2", ({ rows, columns }) => deepStrictEqual([columns.length, rows], [2, [[1n]]])),
  "null-as-text": onResult("SELECT NULL", ({ rows }) => deepStrictEqual(rows, [[""]])),
  "lossy-integers": onResult("SELECT 9007199254740993, 3", ({ rows }) => {
    deepStrictEqual(rows, [[9007199254740992n, 3n]]);
  }),
  "wrong-count": onResult("DELETE FROM orders", ({ affectedRows }) => strictEqual(affectedRows, 4n)),
  "hides-errors": onResult("SELECT nothing", ({ rows }) => deepStrictEqual(rows, [])),
  "garbage": {
    n: 32,
    async see(mock) {
      const { host, sessionId } = await mock.opened();
      const first = await host.exchange(host.payload({ sessionId, body: PING }));
      const second = await host.exchange(host.payload({ sessionId, body: PING }));
      deepStrictEqual([first.length, second.length], [32, 32]);
      ok(first.toHex() !== second.toHex());
    },
  },
  "wrong-codec": {
    async see(mock) {
      const { host, sessionId } = await mock.opened();
      const payload = await host.exchange(host.payload({ requestId: 7n, sessionId, body: PING }));
      const { requestId, body } = decode("response", "0.6", payload).envelope;
      deepStrictEqual([requestId, body.type], [7n, "Pong"]);
    },
  },
  "unknown-variant": unreadable(/from 0 to 3[12], found 99/),
  "bad-utf8": unreadable(/expected text, found: .*utf-?8.* in body\.result\.columns\[0\]\.typeName/i),
  "depth-bomb": unreadable(/maxDepth/),
  "count-bomb": unreadable(/4294967295/),
  "truncated-body": unreadable(/found the end of the frame/),
  "trailing-bytes": {
    async see(mock) {
      const { host, sessionId } = await mock.opened();
      const payload = await host.exchange(host.payload({ requestId: 7n, sessionId, body: PING }));
      deepStrictEqual([...payload.slice(-9)], [3, 0, 0, 0, 0, 0, 0, 0, 0]);
    },
  },
  "oversize": {
    see: async (mock) => deepStrictEqual([...(await rawAnswer(mock, 6)).slice(0, 6)], [1, 0, 0, 1, 1, 2]),
  },
  "empty-frame": {
    see: async (mock) => deepStrictEqual([...(await rawAnswer(mock, 5)).slice(0, 4)], [0, 0, 0, 0]),
  },
  "half-frame-close": {
    async see(mock) {
      const bytes = await rawAnswer(mock, Infinity);
      const announced = new DataView(bytes.buffer).getUint32(0, true);
      strictEqual(bytes.length, (4 + announced) >> 1);
    },
  },
  "half-frame-silence": {
    async see(mock) {
      const { host, sessionId } = await mock.opened();
      await host.send(host.payload({ requestId: 7n, sessionId, body: PING }));
      const [first] = [(await host.transport.read())!.slice()];
      strictEqual(first!.length, (4 + first![0]!) >> 1);
      await host.send(host.payload({ requestId: 8n, sessionId, body: PING }));
      await mock.until(() => mock.fired("half-frame-silence") === 2);
      let isSilent = true;
      const end = host.transport.read().then((chunk) => isSilent = chunk === null);
      mock.stop();
      host.transport.close();
      await end;
      ok(isSilent);
    },
  },
  "slow": {
    async see(mock) {
      await mock.greeted();
      deepStrictEqual(mock.clock.delays, [1_000]);
    },
  },
  "hang": {
    async see(mock) {
      const host = await mock.greeted();
      await host.send(host.payload({ body: PING }));
      await mock.until(() => mock.fired("hang") === 1);
      let isSilent = true;
      const end = host.transport.read().then((chunk) => isSilent = chunk === null);
      host.transport.close();
      await end;
      ok(isSilent);
    },
  },
  "slowloris": {
    async see(mock) {
      const host = mock.connect();
      await host.send(host.payload(host.hello()));
      const lengths: number[] = [];
      for (let i = 0; i < 6; i++) lengths.push((await host.transport.read())!.length);
      deepStrictEqual(lengths, [1, 1, 1, 1, 1, 1]);
      ok(mock.clock.delays.length >= 6 && mock.clock.delays.every((ms) => ms === 20));
    },
  },
  "small-talk": {
    async see(mock) {
      const host = mock.connect();
      await host.send(host.payload(host.hello()));
      match(new TextDecoder().decode((await host.transport.read())!), /^Hello, I am a driver\n/);
    },
  },
};

for (const [name, { options, n, see }] of Object.entries(EFFECTS)) {
  Deno.test(`the fault ${name} has its effect, and is counted`, async () => {
    await using mock = new FaultyMock([n === undefined ? name : `${name}:${n}`], options);
    await see(mock);
    ok(mock.fired(name) > 0, JSON.stringify(mock.stats));
  });
}

Deno.test("every fault of the table is tested for its effect", () => {
  deepStrictEqual([...Object.keys(EFFECTS), ...WITH_PROCESSES].toSorted(), Object.keys(FAULTS).toSorted());
});

/** What answers and frames do alike in both scenarios, and in every layout. */
async function touchesBoth(scenario: "reference" | "full", layout: Layout): Promise<void> {
  await using mock = new FaultyMock(["wrong-id", "trailing-bytes:3", "slow:5"], { scenario, layout });
  const opened = await mock.opened();
  strictEqual((await opened.ask(PING)).requestId, 3n);
  deepStrictEqual(mock.clock.delays, [5, 5, 5]);
  deepStrictEqual(
    [mock.fired("wrong-id"), mock.fired("trailing-bytes"), mock.fired("slow")],
    [1, 1, 3],
  );
}

for (const layout of LAYOUTS) {
  Deno.test(`faults go together in layout ${layout}, in both scenarios`, async () => {
    await touchesBoth("reference", layout);
    await touchesBoth("full", layout);
  });
}

/** The bombs and broken texts of each codec. */
for (const layout of ["0.4", "0.6"] as const) {
  Deno.test(`faults of frames break what they say in layout ${layout}`, async () => {
    for (const name of ["unknown-variant", "bad-utf8", "depth-bomb", "count-bomb", "truncated-body"]) {
      await using mock = new FaultyMock([name], { layout });
      await EFFECTS[name]!.see(mock);
    }
  });
}

Deno.test("without faults a mock passes every byte on, and counts them", async () => {
  for (const scenario of ["reference", "full"] as const) {
    await using mock = new FaultyMock([], { scenario });
    const opened = await mock.opened();
    strictEqual((await opened.ask(PING)).body.type, "Pong");
    strictEqual((await opened.ask({ type: "Explain", request: { table: { name: "no" } } })).body.type, "Error");
    const { connections, frames, requests, answers, faults } = JSON.parse(JSON.stringify(mock.stats));
    deepStrictEqual({ connections, frames, requests, answers, faults }, {
      connections: 1,
      frames: { in: 4, out: 4 },
      requests: { Hello: 1, OpenSession: 1, Ping: 1, Explain: 1 },
      answers: { Hello: 1, SessionOpened: 1, Pong: 1, Error: 1 },
      faults: {},
    });
  }
});
