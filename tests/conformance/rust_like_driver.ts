/**
 * A driver that behaves as DBFlux's own programs do, which are written in Rust: one connection after the other, what the
 * host requests as its capabilities, no table details but the end of the connection, and that end where it cannot read.
 *
 * @module
 */
import {
  ConnectionError,
  encodeFrame,
  FrameDecoder,
  memoryPair,
  ProtocolError,
  type Transport,
} from "@fluxwire/transport";
import {
  decode,
  type DriverRequestBody,
  type DriverRequestEnvelope,
  type DriverResponseBody,
  encode,
  MalformedError,
} from "@fluxwire/wire";
import { profileJson } from "@fluxwire/wire/client";
import { Secrets } from "@fluxwire/transport/secrets";
import type { Subject } from "@fluxwire/testing/conformance";

/** The bits of what it can show: views, without any method that gives their details. */
const VIEWS = 1n << 6n;

const METADATA = {
  id: "rust",
  displayName: "Rust",
  description: "As DBFlux's own programs",
  category: "Relational",
  queryLanguage: { type: "Sql" },
  capabilities: VIEWS,
  uriScheme: "rust",
  icon: "Database",
} as const;

/** What it speaks, the highest first. */
const VERSIONS = [2, 1, 0].map((minor) => ({ major: 1, minor }));

/** What it answers a session's request with; null closes the connection, as a message that Rust cannot read does. */
function answerOf(body: DriverRequestBody, sessionId: string): DriverResponseBody | null {
  switch (body.type) {
    case "OpenSession":
      return {
        type: "SessionOpened",
        sessionId,
        kind: "SQLite",
        metadata: { ...METADATA, queryLanguage: { type: "Sql" } },
        schemaLoadingStrategy: "SingleDatabase",
        schemaFeatures: 0,
        codeGenCapabilities: 0,
      };
    case "CloseSession":
      return { type: "SessionClosed" };
    case "Ping":
      return { type: "Pong" };
    case "TableDetails":
      return null;
    case "Execute": {
      if (!/^SELECT/i.test(body.request.sql)) return failed(`Unsupported query: ${body.request.sql}`);
      const columns = [{ name: "key", typeName: "TEXT", nullable: false, isPrimaryKey: true }];
      const result = { columns, rows: [["key1"]], executionTimeMs: 0n, shape: "Table" };
      return { type: "ExecuteResult", result } as unknown as DriverResponseBody;
    }
  }
  return { type: "Error", code: "UnsupportedMethod", message: "Method not implemented", retriable: false };
}

function failed(message: string): DriverResponseBody {
  return { type: "Error", code: "Driver", message, retriable: false };
}

function refused(message: string): DriverResponseBody {
  return { type: "Error", code: "InvalidRequest", message, retriable: false };
}

/** The driver as a subject of checks, in one process. */
export class RustLikeDriver implements Subject {
  readonly token = null;
  readonly isTokenItsOwn = false;
  readonly secrets: Secrets = new Secrets();
  readonly restart = null;
  readonly ends = null;
  #last: Promise<void> = Promise.resolve();

  /** Connects; the connection is served when those before it have ended. */
  dial(): Promise<Transport> {
    const [here, there] = memoryPair();
    this.#last = this.#last.then(() => serve(there)).catch((error) => {
      if (!(error instanceof ConnectionError)) throw error;
    });
    return Promise.resolve(here);
  }

  sessionRequest: Subject["sessionRequest"] = (hello, layout) => ({
    profileJson: profileJson({ hello, layout }, { External: { kind: "SQLite", values: {} } }),
    password: null,
    sshSecret: null,
  });
}

async function serve(transport: Transport): Promise<void> {
  const frames = new FrameDecoder(), sessions = new Set<string>();
  const state = { isGreeted: false, minor: 2 };
  try {
    for (let chunk = await transport.read(); chunk !== null; chunk = await transport.read()) {
      for (const payload of frames.push(chunk)) {
        const request = decode("request", "0.7.1", payload).envelope;
        const body = react(request, sessions, state);
        if (body === null) return transport.close();
        const { protocolVersion, requestId, sessionId } = request;
        const envelope = {
          protocolVersion,
          requestId,
          sessionId: body.type === "SessionOpened" ? body.sessionId : sessionId,
          done: true,
          body,
        };
        await transport.write(encodeFrame(encode("response", "0.7.1", envelope)));
      }
    }
  } catch (error) {
    if (!(error instanceof MalformedError || error instanceof ProtocolError)) throw error;
  } finally {
    transport.close();
  }
}

function react(
  { body, sessionId, protocolVersion }: DriverRequestEnvelope,
  sessions: Set<string>,
  state: { isGreeted: boolean; minor: number },
): DriverResponseBody | null {
  if (body.type === "Hello") {
    const selectedVersion = VERSIONS.find(({ minor }) =>
      body.supportedVersions.some((one) => one.major === 1 && one.minor === minor)
    );
    if (selectedVersion === undefined) {
      const message = "No compatible protocol version. Server: 1.2";
      return { type: "Error", code: "VersionMismatch", message, retriable: false };
    }
    state.isGreeted = true;
    state.minor = selectedVersion.minor;
    return {
      type: "Hello",
      serverName: "rust-like",
      serverVersion: "0.7.7",
      selectedVersion,
      capabilities: body.requestedCapabilities,
      driverKind: "SQLite",
      driverMetadata: { ...METADATA, queryLanguage: { type: "Sql" } },
      formDefinition: { tabs: [] },
    };
  }
  if (!state.isGreeted) return refused("Hello handshake required before OpenSession");
  if (protocolVersion.minor !== state.minor || protocolVersion.major !== 1) {
    return { type: "Error", code: "VersionMismatch", message: "Protocol version drift detected", retriable: false };
  }
  if (body.type === "OpenSession") {
    if (!/^\{.*"id":.*"name":.*"config":\{"External"/s.test(body.profileJson)) return refused("Invalid profile JSON");
    const id = crypto.randomUUID();
    sessions.add(id);
    return answerOf(body, id);
  }
  if (sessionId == null || !sessions.has(sessionId)) {
    return { type: "Error", code: "SessionNotFound", message: "No session_id provided", retriable: false };
  }
  if (body.type === "CloseSession") sessions.delete(sessionId);
  return answerOf(body, sessionId);
}
