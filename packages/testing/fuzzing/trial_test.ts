import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import {
  ConnectionError,
  encodeFrame,
  FrameDecoder,
  ManualClock,
  memoryPair,
  SYSTEM_CLOCK,
  type Transport,
  within,
} from "@fluxwire/transport";
import {
  decode,
  type DriverMetadata,
  type DriverRequestEnvelope,
  type DriverResponseBody,
  encode,
} from "@fluxwire/wire";
import { leastOf } from "../generate/least_of.ts";
import { OWN_SESSION, type Sequence, type Step } from "./sequence.ts";
import type { Subject } from "./subject.ts";
import { type Outcome, type TrialOptions, tryOut } from "./trial.ts";

const VERSION = { major: 1, minor: 2 };
const SESSION = "11111111-1111-4111-8111-111111111111";
const METADATA = leastOf({ kind: "ref", ref: "DriverMetadata" }, "0.7.1") as DriverMetadata;
const OPENED: DriverResponseBody = {
  type: "SessionOpened",
  sessionId: SESSION,
  kind: "SQLite",
  metadata: METADATA,
  schemaLoadingStrategy: "SingleDatabase",
  schemaFeatures: 0,
  codeGenCapabilities: 0,
};

const HELLO: DriverResponseBody = {
  type: "Hello",
  serverName: "a",
  serverVersion: "1",
  selectedVersion: VERSION,
  capabilities: [],
  driverKind: "SQLite",
  driverMetadata: METADATA,
  formDefinition: { tabs: [] },
};

/** A driver's reaction to a request: an answer, a closed connection, or nothing. */
type React = (request: DriverRequestEnvelope) => DriverResponseBody | "close" | null;

/** A driver whose connections all react like this. */
function subjectOf(react: React, ending: string | null = null): Subject {
  return {
    token: null,
    dial() {
      const [driver, host] = memoryPair();
      serve(driver, react);
      return Promise.resolve(host);
    },
    ending: () => Promise.resolve(ending),
    residentBytes: () => Promise.resolve(null),
    restart: () => Promise.resolve(false),
  };
}

async function serve(transport: Transport, react: React): Promise<void> {
  const frames = new FrameDecoder();
  for (let chunk = await transport.read(); chunk !== null; chunk = await transport.read()) {
    for (const payload of frames.push(chunk)) {
      const { requestId, sessionId, protocolVersion, body } = decode("request", "0.7.1", payload).envelope;
      const answer = react({ requestId, sessionId, protocolVersion, body });
      if (answer === "close") return transport.close();
      if (answer === null) continue;
      const envelope = { requestId, sessionId, protocolVersion, done: true, body: answer };
      await transport.write(encodeFrame(encode("response", "0.7.1", envelope)));
    }
  }
}

/** Reacts correctly except to Schema. */
function reactTo(schema: ReturnType<React>): React {
  return ({ body }) => {
    if (body.type === "Hello") return HELLO;
    if (body.type === "OpenSession") return OPENED;
    return body.type === "Ping" ? { type: "Pong" } : schema;
  };
}

const SCHEMA: Step = {
  request: { protocolVersion: VERSION, requestId: 5n, sessionId: OWN_SESSION, body: { type: "Schema" } },
  splices: [],
  announced: null,
  isPipelined: false,
};

function tryStep(subject: Subject, step: Step = SCHEMA, options: Partial<TrialOptions> = {}): Promise<Outcome> {
  const sequence: Sequence = { layout: "0.7.1", opening: "session", steps: [step] };
  const greeting = { layout: "0.7.1", version: VERSION, session: { profileJson: "{}" } } as const;
  const signal = new AbortController().signal;
  return tryOut(sequence, subject, greeting, {
    ...{ answerMs: 150, patienceMs: 300, clock: SYSTEM_CLOCK, signal },
    ...options,
  });
}

const REFUSED: DriverResponseBody = { type: "Error", code: "Driver", message: "no", retriable: false };

Deno.test("tryOut() finds nothing wrong with a driver that answers", async () => {
  deepStrictEqual(await tryStep(subjectOf(reactTo(REFUSED))), { violation: null, isEarly: false, requests: 1 });
});

Deno.test("tryOut() tells an unanswered request from an unresponsive connection", async () => {
  const { violation } = await tryStep(subjectOf(reactTo(null)));
  deepStrictEqual([violation?.oracle, violation?.method], ["no-answer", "Schema"]);
  const healthy = reactTo(REFUSED);
  const mute = await tryStep(subjectOf((request) => request.body.type === "Ping" ? null : healthy(request)));
  strictEqual(mute.violation?.oracle, "no-ping");
});

Deno.test("tryOut() tells a closed connection from an ended process", async () => {
  strictEqual((await tryStep(subjectOf(reactTo("close")))).violation?.oracle, "closed");
  const { violation } = await tryStep(subjectOf(reactTo("close"), "exit code 1"));
  deepStrictEqual([violation?.oracle, violation?.detail], ["crash", "exit code 1"]);
});

Deno.test("tryOut() lets a driver close the connection at a frame with a false length", async () => {
  const subject = subjectOf((request) => request.requestId === 5n ? "close" : reactTo(REFUSED)(request));
  strictEqual((await tryStep(subject, { ...SCHEMA, announced: 2 ** 24 })).violation, null);
});

Deno.test("tryOut() blames earlier connections if a connection cannot be opened", async () => {
  const silent = await tryStep(subjectOf(() => null));
  deepStrictEqual([silent.violation?.oracle, silent.isEarly, silent.requests], ["hang", true, 0]);
  const unreachable: Subject = {
    ...subjectOf(() => null),
    dial: () => Promise.reject(new ConnectionError("SocketUnreachable", "Nothing listens")),
    ending: () => Promise.resolve("signal SIGSEGV"),
  };
  const { violation, isEarly } = await tryStep(unreachable);
  deepStrictEqual([violation?.oracle, violation?.detail, isEarly], ["crash", "signal SIGSEGV", true]);
});

Deno.test("tryOut() tells a driver that refuses a session from one that hangs, also if its process was started elsewhere", async () => {
  const { violation, isEarly } = await tryStep(subjectOf(({ body }) => body.type === "Hello" ? HELLO : REFUSED));
  deepStrictEqual([violation?.oracle, violation?.detail, isEarly], [
    "refused",
    "A new connection got Driver, no to OpenSession",
    true,
  ]);
});

Deno.test("tryOut() ends if its signal aborts while it connects, whatever the driver does", async () => {
  const silent = subjectOf(() => null), ending = new AbortController(), reason = new Error("ended");
  const subject: Subject = {
    ...silent,
    dial() {
      ending.abort(reason);
      return silent.dial();
    },
  };
  // No time passes: only the signal can end it.
  const options = { clock: new ManualClock(), signal: ending.signal };
  await rejects(within(tryStep(subject, SCHEMA, options), 10_000), reason);
});
