/**
 * The reference driver's reaction to each request (PROTOCOL.md#the-example-driver), per layout.
 *
 * @module
 */
import type {
  DriverHelloRequest,
  DriverRequestBody,
  DriverRequestEnvelope,
  DriverResponseBody,
  MessageHeader,
  ProtocolVersion,
} from "@fluxwire/wire";
import { driftText, isSameVersion, mismatchText, negotiate, type Peer, type PeerHandler } from "@fluxwire/wire/server";
import { execute } from "./execute.ts";
import { failure } from "./failure.ts";
import { FORM, METADATA, SERVER_NAME, SERVER_VERSION } from "./identity.ts";
import type { Log } from "./log.ts";
import { openSession } from "./open_session.ts";

/** The sessions of all connections: the reference shares one table. */
export type Sessions = Set<string>;

const NOT_IMPLEMENTED = "Method not implemented in this example driver";
const V1_1: ProtocolVersion = { major: 1, minor: 1 };

/** One connection of the mock driver. The reference has no limit before Hello: any first request introduces its peer. */
export class MockPeer implements PeerHandler {
  readonly #peer: Peer;
  readonly #sessions: Sessions;
  readonly #log: Log;
  #version: ProtocolVersion | null = null;
  #lastSession: string | null = null;

  constructor(peer: Peer, sessions: Sessions, log: Log) {
    this.#peer = peer;
    this.#sessions = sessions;
    this.#log = log;
    log.info("Client connected");
  }

  request(request: DriverRequestEnvelope): void {
    this.#peer.introduced();
    const { body } = request;
    if (body.type === "Hello") return this.#hello(request, body);
    if (!this.#refuse({ ...request, sessionId: request.sessionId ?? null })) this.#dispatch(request, body);
  }

  unreadable(header: MessageHeader, error: Error): void {
    this.#peer.introduced();
    this.#log.warn(`Failed to read request: ${error.message}`);
    if (header.body === "Hello" || !this.#refuse(header)) {
      this.#answer(header, failure("UnsupportedMethod", NOT_IMPLEMENTED), header.sessionId);
    }
  }

  closed(reason: Error | null): void {
    if (reason !== null) this.#log.warn(`Failed to read request: ${reason.message}`);
    if (this.#lastSession !== null) this.#sessions.delete(this.#lastSession);
    this.#log.info("Client disconnected");
  }

  get #isOldest(): boolean {
    return this.#peer.layout === "0.4";
  }

  #hello(request: DriverRequestEnvelope, hello: DriverHelloRequest): void {
    const { layout } = this.#peer;
    const selected = negotiate(layout, hello.supportedVersions);
    if (selected === null) {
      const protocolVersion = this.#isOldest ? V1_1 : request.protocolVersion;
      return this.#answer({ ...request, protocolVersion }, failure("VersionMismatch", mismatchText(layout)), null);
    }
    this.#version = selected;
    this.#answer({ ...request, protocolVersion: selected }, {
      type: "Hello",
      serverName: SERVER_NAME,
      serverVersion: SERVER_VERSION,
      selectedVersion: selected,
      capabilities: hello.requestedCapabilities,
      driverKind: "SQLite",
      driverMetadata: METADATA,
      formDefinition: FORM,
    }, null);
  }

  /** From layout 0.5 on Hello must come first, and the negotiated version stays. */
  #refuse({ protocolVersion, requestId, sessionId }: Omit<MessageHeader, "body">): boolean {
    if (this.#isOldest) return false;
    if (this.#version === null) {
      this.#answer(
        { protocolVersion, requestId },
        failure("InvalidRequest", "Hello required before OpenSession"),
        null,
      );
      return true;
    }
    if (isSameVersion(this.#version, protocolVersion)) return false;
    const text = driftText(this.#version, protocolVersion);
    this.#answer({ protocolVersion, requestId }, failure("VersionMismatch", text), sessionId);
    return true;
  }

  #dispatch(request: DriverRequestEnvelope, body: DriverRequestBody): void {
    const sessionId = request.sessionId ?? null;
    switch (body.type) {
      case "OpenSession": {
        const opened = openSession(body, this.#log);
        if (opened.type === "SessionOpened") {
          this.#sessions.add(opened.sessionId);
          this.#lastSession = opened.sessionId;
        }
        return this.#answer(request, opened, opened.type === "SessionOpened" ? opened.sessionId : null);
      }
      case "CloseSession":
        if (sessionId === null) return this.#answer(request, failure("InvalidRequest", "No session_id provided"), null);
        this.#sessions.delete(sessionId);
        return this.#answer(request, { type: "SessionClosed" }, sessionId);
      case "Ping":
        return this.#answer(request, { type: "Pong" }, sessionId);
      case "Execute":
        if (sessionId === null) return this.#answer(request, failure("InvalidRequest", "No session_id provided"), null);
        if (!this.#sessions.has(sessionId)) {
          return this.#answer(request, failure("Driver", "Connection failed: Session not found"), sessionId);
        }
        return this.#answer(request, execute(body.request.sql, this.#log), sessionId);
      case "ListDatabases":
        return this.#answer(
          request,
          { type: "Databases", databases: [{ name: "mockdb", isCurrent: true }] },
          sessionId,
        );
      case "Schema": {
        const structure = { type: "KeyValue" as const, keyspaces: [] };
        return this.#answer(request, { type: "Schema", schema: { structure } }, sessionId);
      }
      default:
        return this.#answer(request, failure("UnsupportedMethod", NOT_IMPLEMENTED), sessionId);
    }
  }

  /** Every answer of layout 0.4 carries 1.1; later ones carry the negotiated version, which is the request's. */
  #answer(
    { protocolVersion, requestId }: Pick<DriverRequestEnvelope, "protocolVersion" | "requestId">,
    body: DriverResponseBody,
    sessionId: string | null,
  ): void {
    this.#peer.send({
      protocolVersion: this.#isOldest ? V1_1 : protocolVersion,
      requestId,
      sessionId,
      done: true,
      body,
    });
  }
}
