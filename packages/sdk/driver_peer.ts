/**
 * The driver's end of a connection: the handshake first, then requests.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import { Secrets } from "@fluxwire/transport/secrets";
import type {
  DriverHelloRequest,
  DriverRequestEnvelope,
  Limits,
  MalformedError,
  MessageHeader,
  RpcError,
} from "@fluxwire/wire";
import { driftText, isSameVersion, type Peer, type PeerHandler } from "@fluxwire/wire/server";
import { Answers, type Header } from "./answers.ts";
import type { EndReason } from "./call.ts";
import { Dispatch } from "./dispatch.ts";
import type { Driver } from "./driver.ts";
import { shakeHands } from "./handshake.ts";
import type { Log } from "./log.ts";
import { isKnown } from "./methods/table.ts";
import type { LiveSession } from "./live_session.ts";
import type { PeerInfo } from "./methods/context.ts";
import type { ValueStore } from "./remember/value_store.ts";
import { maskedLog } from "./masked_log.ts";

/** How long the answer to the last wrong Hello is delayed, in milliseconds. */
const PENALTY_MS = 500;

/** How much of a client's name is logged. */
const MAX_NAME_CHARACTERS = 64;

/** What every connection of a driver shares. */
export interface DriverPeerOptions {
  /** The driver. */
  driver: Driver;
  /** The expected token; null if any local user may connect. */
  token: string | null;
  /** Every open session of the driver: a connection may cancel the calls of another one. */
  sessions: Map<string, LiveSession>;
  /** The limits in force. */
  limits: Limits;
  /**
   * The store for remembered values; null to remember none.
   *
   * @default {null}
   */
  store?: ValueStore | null;
  /**
   * Called before each session is opened.
   *
   * @default {undefined}
   */
  opening?: () => void;
  /** The log for the connection's lines. */
  log: Log;
  /**
   * The clock for the timers of calls and the times of audit events.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/** One connection. */
export class DriverPeer implements PeerHandler {
  readonly #peer: Peer;
  readonly #options: DriverPeerOptions;
  readonly #answers: Answers;
  readonly #dispatch: Dispatch;
  readonly #clock: Clock;
  #info: PeerInfo | null = null;
  /** What a stranger has asked in vain. */
  #failures = 0;
  /** Whether nothing is answered any more but what is being answered. */
  #isOver = false;
  /** The timer that closes the connection after a stranger's last request. */
  #penalty: unknown;

  constructor(peer: Peer, options: DriverPeerOptions) {
    const secrets = new Secrets();
    secrets.add([options.token]);
    this.#peer = peer;
    this.#options = { ...options, log: maskedLog(options.log, secrets) };
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#answers = new Answers(peer, options.driver.definition.name);
    this.#dispatch = new Dispatch(this.#options, this.#answers, secrets);
    options.log.debug("client connected");
  }

  request(request: DriverRequestEnvelope): void {
    if (this.#isOver) return;
    const { protocolVersion, requestId, sessionId = null } = request;
    const header: Header = { protocolVersion, requestId, sessionId };
    if (request.body.type === "Hello") return this.#hello(header, request.body);
    const info = this.#admit(header);
    if (info !== null) this.#dispatch.run(header, request, info);
  }

  unreadable(header: MessageHeader, error: MalformedError): void {
    if (this.#isOver) return;
    const client = this.#info?.name.slice(0, MAX_NAME_CHARACTERS) ?? null;
    this.#options.log.warn("unreadable request", { body: header.body, error: error.message, client });
    if (header.body !== "Hello" && this.#admit(header) === null) return;
    const answer = () => this.#answerUnreadable(header, error);
    if (this.#info === null) this.#countFailure(answer);
    else answer();
  }

  #answerUnreadable(header: MessageHeader, error: MalformedError): void {
    if (isKnown(header.body)) this.#answers.fail(header, "InvalidRequest", error.message);
    else this.#answers.unsupported(header, header.body ?? "such method");
  }

  /** Closes the sessions of a connection that has ended; resolves when they are closed. */
  closed(reason: Error | null): Promise<void> {
    this.#clock.clearTimeout(this.#penalty);
    this.#options.log.debug("client disconnected", { reason: reason?.message ?? null });
    this.#answers.end();
    return this.#dispatch.end("closed");
  }

  /** Takes no more requests, and resolves when those that run are answered. */
  drain(): Promise<void> {
    return this.#dispatch.drain();
  }

  /** Ends every call with an answer, and closes every session. */
  end(reason: EndReason): Promise<void> {
    return this.#dispatch.end(reason);
  }

  #hello(header: Header, hello: DriverHelloRequest): void {
    const { driver, token, log } = this.#options;
    const { layout, isUnknownRelease } = this.#peer;
    const { clientName, clientVersion } = hello;
    const { body, version } = shakeHands(driver, layout, hello, { token, knowsAudit: this.#answers.knowsAudit });
    const answer = () =>
      this.#answers.send({ ...header, sessionId: null, protocolVersion: version ?? header.protocolVersion }, body);
    if (version !== null) {
      if (isUnknownRelease) {
        log.warn("unknown host release: using the nearest layout", { release: clientVersion, layout });
      }
      const refusal = this.#peer.introduced();
      if (refusal !== null) return this.#refuse(header, refusal);
      answer();
      this.#info = { name: clientName, version: clientVersion, protocolVersion: version };
    } else this.#countFailure(answer);
  }

  /** There is no place: the connection is closed behind the answer. */
  #refuse(header: Header, { code, message, retriable }: RpcError): void {
    this.#isOver = true;
    this.#answers.fail({ ...header, sessionId: null }, code, message, retriable);
    this.#peer.flush().then(() => this.#peer.close());
  }

  /** Guessing must be slow: the last request of a stranger is answered late, and nothing after it. */
  #countFailure(answer: () => void): void {
    if (++this.#failures < this.#options.limits.maxHelloAttempts) return answer();
    this.#isOver = true;
    this.#penalty = this.#clock.setTimeout(() => {
      answer();
      this.#peer.flush().then(() => this.#peer.close());
    }, PENALTY_MS);
  }

  /**
   * Refuses requests before Hello, and from layout 0.5 on another version than the negotiated one
   * (PROTOCOL.md#handshake).
   */
  #admit(header: Header): PeerInfo | null {
    if (this.#info === null) {
      this.#countFailure(() =>
        this.#answers.fail(header, "InvalidRequest", "Hello handshake required before OpenSession")
      );
      return null;
    }
    const { protocolVersion } = this.#info;
    if (this.#answers.isOldest || isSameVersion(protocolVersion, header.protocolVersion)) return this.#info;
    this.#answers.fail(header, "VersionMismatch", driftText(protocolVersion, header.protocolVersion));
    return null;
  }
}
