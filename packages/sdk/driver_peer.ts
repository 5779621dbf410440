/**
 * A host's connection to a driver of this SDK: handshake first, then sessions and their calls.
 *
 * @module
 */
import {
  type DriverRequestEnvelope,
  type DriverResponseBody,
  type DriverRpcErrorCode,
  type Limits,
  MalformedError,
  type MessageHeader,
  ProtocolError,
  type ProtocolVersion,
} from "jsr:@fluxwire/wire@^0.1.0";
import { driftText, isSameVersion, type Peer, type PeerHandler } from "jsr:@fluxwire/wire@^0.1.0/server";
import { Call, type EndReason, toErrorBody } from "./call.ts";
import type { Driver } from "./driver.ts";
import { shakeHands } from "./handshake.ts";
import type { Log } from "./log.ts";
import { METHODS } from "./methods.ts";
import { openSession } from "./open_session.ts";
import { OpenSession } from "./open_sessions.ts";
import type { PeerInfo } from "./session.ts";

/** What every connection of a driver shares. */
export interface DriverPeerOptions {
  /** The driver. */
  driver: Driver;
  /** The expected token; null where any local user may connect. */
  token: string | null;
  /** The limits in force. */
  limits: Limits;
  /** For the connection's log lines. */
  log: Log;
}

/** What an answer needs of its request. */
type Header = Pick<DriverRequestEnvelope, "protocolVersion" | "requestId"> & { sessionId: string | null };

/** One connection. */
export class DriverPeer implements PeerHandler {
  readonly #peer: Peer;
  readonly #options: DriverPeerOptions;
  readonly #log: Log;
  readonly #sessions = new Map<string, OpenSession>();
  /** Calls that open a session: they belong to none yet. */
  readonly #opening = new Set<Call>();
  #info: PeerInfo | null = null;
  #failedHellos = 0;
  #inFlight = 0;
  #isOver = false;

  constructor(peer: Peer, options: DriverPeerOptions) {
    this.#peer = peer;
    this.#options = options;
    this.#log = options.log;
    this.#log.debug("client connected");
  }

  request(request: DriverRequestEnvelope): void {
    const header: Header = { ...request, sessionId: request.sessionId ?? null };
    if (request.body.type === "Hello") return this.#hello(header, request.body);
    if (!this.#refuse(header)) this.#dispatch(header, request);
  }

  unreadable(header: MessageHeader, error: MalformedError): void {
    this.#log.warn("unreadable request", { body: header.body, error: error.message });
    if (header.body !== "Hello" && this.#refuse(header)) return;
    const method = METHODS[header.body as keyof typeof METHODS];
    const isKnown = header.body === "Hello" || header.body === "OpenSession" || method !== undefined;
    if (isKnown) this.#fail(header, "InvalidRequest", error.message);
    else this.#unsupported(header, header.body ?? "such method");
  }

  closed(reason: Error | null): void {
    this.#log.debug("client disconnected", { reason: reason?.message ?? null });
    this.end("closed");
  }

  /** Ends every call and closes every session. */
  async end(reason: EndReason): Promise<void> {
    this.#isOver = true;
    for (const call of this.#opening) call.end(reason);
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.all(sessions.map(async (session) => {
      try {
        await session.close(reason);
      } catch (error) {
        toErrorBody(error, this.#log);
      }
    }));
  }

  get #isOldest(): boolean {
    return this.#peer.layout === "0.4";
  }

  #hello(header: Header, hello: Extract<DriverRequestEnvelope["body"], { type: "Hello" }>): void {
    const { driver, token, limits } = this.#options;
    if (this.#peer.isUnknownRelease) {
      this.#log.warn("unknown host release: using the nearest layout", {
        release: hello.clientVersion,
        layout: this.#peer.layout,
      });
    }
    const { body, version } = shakeHands(driver, this.#peer.layout, hello, token);
    if (version !== null) {
      this.#peer.introduced();
      this.#info = { name: hello.clientName, version: hello.clientVersion, protocolVersion: version };
    }
    this.#send({ ...header, sessionId: null, protocolVersion: version ?? this.#stamp(header) }, body);
    if (version === null && ++this.#failedHellos >= limits.maxHelloAttempts) {
      this.#peer.flush().then(() => this.#peer.close());
    }
  }

  /** Nothing goes before Hello; from layout 0.5 on the negotiated version stays (fact sheet 3.5, 7). */
  #refuse(header: Header): boolean {
    if (this.#info === null) {
      this.#fail(header, "InvalidRequest", "Hello handshake required before OpenSession");
      return true;
    }
    const { protocolVersion } = this.#info;
    if (this.#isOldest || isSameVersion(protocolVersion, header.protocolVersion)) return false;
    this.#fail(header, "VersionMismatch", driftText(protocolVersion, header.protocolVersion));
    return true;
  }

  #dispatch(header: Header, { body, timeoutMs }: DriverRequestEnvelope): void {
    if (body.type === "OpenSession") return this.#open(header, body, toMs(timeoutMs));
    const method = METHODS[body.type];
    if (body.type === "Ping" && header.sessionId === null) return this.#send(header, { type: "Pong" });
    const session = this.#session(header, body.type);
    if (session === null) return;
    switch (body.type) {
      case "CloseSession":
        this.#sessions.delete(session.id);
        return this.#answer(header, new Call(null), async () => {
          await session.close("closed");
          return { type: "SessionClosed" };
        });
      case "CancelActive":
        session.end("cancelled");
        return this.#send(header, { type: "Cancelled" });
      case "Cancel":
        // A handle is known only after its statement has ended: there is nothing to cancel (fact sheet 3.6).
        return this.#send(header, { type: "Cancelled" });
    }
    if (method === undefined || (method.name !== null && session.session[method.name] === undefined)) {
      return this.#unsupported(header, body.type);
    }
    const limits = [
      toMs(timeoutMs),
      "request" in body && "statementTimeoutMs" in body.request ? toMs(body.request.statementTimeoutMs) : null,
    ];
    const call = new Call(limits.reduce((a, b) => a === null ? b : b === null ? a : Math.min(a, b)));
    const context = {
      signal: call.signal,
      deadline: call.deadline,
      sessionId: session.id,
      peer: this.#info!,
      log: this.#log,
    };
    this.#answer(header, call, () => method.run(session.session, body, context), session);
  }

  #session(header: Header, method: string): OpenSession | null {
    const { sessionId } = header;
    const session = sessionId === null ? undefined : this.#sessions.get(sessionId);
    if (session !== undefined) return session;
    const suffix = method === "CloseSession" ? " for CloseSession" : "";
    const text = sessionId === null ? `No session_id provided${suffix}` : `Session ${sessionId} not found`;
    this.#fail(header, "SessionNotFound", text);
    return null;
  }

  #open(
    header: Header,
    body: Extract<DriverRequestEnvelope["body"], { type: "OpenSession" }>,
    timeoutMs: number | null,
  ): void {
    const { driver, limits } = this.#options;
    if (this.#sessions.size + this.#opening.size >= limits.maxSessions) {
      const text = `Cannot open session: maxSessions ${limits.maxSessions} are open; close one, or raise the limit`;
      return this.#fail(header, "InvalidRequest", text);
    }
    const call = new Call(timeoutMs);
    this.#opening.add(call);
    const { definition, metadata } = driver;
    this.#answer(header, call, async () => {
      try {
        const context = { signal: call.signal, peer: this.#info!, log: this.#log };
        const session = new OpenSession(crypto.randomUUID(), await openSession(driver, body, context), this.#log);
        if (call.signal.aborted || this.#isOver) await session.close("closed");
        else this.#sessions.set(session.id, session);
        return {
          type: "SessionOpened",
          sessionId: session.id,
          kind: definition.kind,
          metadata,
          schemaLoadingStrategy: definition.schemaLoadingStrategy ?? "SingleDatabase",
          schemaFeatures: 0,
          codeGenCapabilities: 0,
        };
      } finally {
        this.#opening.delete(call);
      }
    });
  }

  /** Runs a call, on its session where it has one, and sends its answer when it is there. The reader does not wait. */
  #answer(header: Header, call: Call, step: () => Promise<DriverResponseBody>, session?: OpenSession): void {
    const { maxInFlight } = this.#options.limits;
    if (this.#inFlight >= maxInFlight) {
      const text = `Cannot accept request: maxInFlight ${maxInFlight} wait for their answers; send it again after one`;
      return this.#send(header, { type: "Error", code: "InvalidRequest", message: text, retriable: true });
    }
    this.#inFlight++;
    const answer = session === undefined ? call.run(step, this.#log) : session.run(call, step);
    answer.then((body) => {
      this.#inFlight--;
      const sessionId = body.type === "SessionOpened" ? body.sessionId : header.sessionId;
      this.#send({ ...header, sessionId }, body);
    });
  }

  #unsupported(header: Header, method: string): void {
    this.#fail(
      header,
      "UnsupportedMethod",
      `Operation not supported: ${this.#options.driver.definition.name} has no ${method}`,
    );
  }

  #fail(header: Header, code: DriverRpcErrorCode, message: string): void {
    this.#send(header, { type: "Error", code, message, retriable: false });
  }

  /** Sends an answer, or, where that cannot be sent, why. */
  #send(header: Header, body: DriverResponseBody): void {
    if (this.#isOver) return;
    const { requestId, sessionId } = header;
    const envelope = { protocolVersion: this.#stamp(header), requestId, sessionId, done: true };
    try {
      this.#peer.send({ ...envelope, body });
    } catch (error) {
      if (!(error instanceof MalformedError || error instanceof ProtocolError)) throw error;
      const message = error instanceof ProtocolError
        ? `${error.message}; ask for fewer rows or columns, with LIMIT for example`
        : error.message;
      this.#peer.send({ ...envelope, body: { type: "Error", code: "Driver", message, retriable: false } });
    }
  }

  /** Every answer to a host of layout 0.4 carries 1.1; later ones the version of the request. */
  #stamp(header: Header): ProtocolVersion {
    return this.#isOldest ? { major: 1, minor: 1 } : header.protocolVersion;
  }
}

function toMs(ms: bigint | null | undefined): number | null {
  return ms === null || ms === undefined ? null : Number(ms);
}
