/**
 * Sends requests and receives answers on one connection: gives each request an id, and each caller its answer.
 *
 * @module
 */
import { type Clock, Connection, ConnectionError, ProtocolError, type Transport } from "@fluxwire/transport";
import { BareMessages } from "../bare_messages.ts";
import { decode, encodeShared } from "../codec.ts";
import type {
  AuditEventEmitDto,
  DriverRequestBody,
  DriverRequestEnvelope,
  DriverResponseEnvelope,
  ProtocolVersion,
} from "../dto.ts";
import { MalformedError, type ProtocolErrorCode, RpcError } from "../errors.ts";
import { codecOf, type Layout } from "../layout.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { isSameVersion, versionText } from "../version.ts";
import { type AnswerEnvelope, ANSWERS, type Method } from "../method.ts";
import { helloVersion, readHelloAnswer } from "./handshake.ts";
import { type CallOptions, InFlight } from "./in_flight.ts";

/** The options of an {@link Exchange}. */
export interface ExchangeOptions {
  /** The layout to imitate. */
  layout: Layout;
  /** Changes to the default limits. */
  limits: Partial<Limits>;
  /** Whether to leave out the parts that the real client leaves out. */
  faithful: boolean;
  /** Called with each audit event that arrives before an answer. */
  onAudit?: (event: AuditEventEmitDto) => void;
  /** Called when a call begins; the function that it returns is called when the call ends. */
  onCall?: (method: Method) => (error: unknown) => void;
  /** Takes the secrets out of an error that the driver answers. @default {nothing is taken out} */
  mask?: (text: string) => string;
  /** The clock for the timers of deadlines and frames. */
  clock: Clock;
}

/** The options of one call, including its session. */
export interface ExchangeCallOptions extends CallOptions {
  /**
   * The session of the call.
   *
   * @default {null}
   */
  sessionId?: string | null;
}

const NO_OPTIONS: ExchangeCallOptions = {};

/** The requests that end a session; only these are sent while a connection drains. */
const ENDINGS: ReadonlySet<Method> = new Set<Method>(["CancelActive", "CloseSession"]);

/** The client's end of a connection, without knowledge of single requests. */
export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #connection: Connection;
  readonly #inFlight: InFlight;
  readonly #requests: BareMessages<"request">;
  readonly #answers: BareMessages<"response">;
  /** The version to write in requests, and whether the driver has agreed to it. */
  #version: ProtocolVersion;
  #isAgreed = false;
  readonly #sessionIds = new Set<string>();
  /** Why calls are refused; null while calls may start. */
  #refusal: string | null = null;
  /** Why the connection has ended; undefined while it is open. */
  #end: Error | null | undefined = undefined;
  #wasClosedHere = false;
  /** Resolves with the reason when the connection has ended; null if an end closed it. */
  readonly closed: Promise<Error | null>;

  constructor(transport: Transport, options: ExchangeOptions) {
    this.#options = options;
    this.#version = helloVersion(options.layout);
    this.#inFlight = new InFlight(options.limits.maxInFlight ?? DEFAULT_LIMITS.maxInFlight, options.clock);
    this.#requests = new BareMessages("request", options.layout);
    this.#answers = new BareMessages("response", options.layout);
    this.#connection = new Connection(transport, {
      limits: options.limits,
      clock: options.clock,
      onPayload: (payload) => this.#receive(payload),
    });
    this.closed = this.#run();
  }

  /** The version written in requests. */
  get version(): ProtocolVersion {
    return this.#version;
  }

  /** The ids of the open sessions. */
  get sessionIds(): string[] {
    return [...this.#sessionIds];
  }

  /** The number of unanswered requests. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Resolves once every request is answered. */
  untilIdle(): Promise<void> {
    return this.#inFlight.untilEmpty();
  }

  /** From now on refuses all calls except those that end a session or its calls. */
  refuseCalls(reason: string): void {
    this.#refusal = reason;
  }

  /** Sets the version agreed in Hello: from now on every answer must have it, except in layout 0.4. */
  agree(version: ProtocolVersion): void {
    this.#version = version;
    this.#isAgreed = true;
  }

  /** Sends a request and waits for its answer. Throws the errors of {@link DriverClient.call}. */
  call<B extends DriverRequestBody>(
    body: B,
    options: ExchangeCallOptions = NO_OPTIONS,
  ): Promise<AnswerEnvelope<B["type"]>> {
    const { onCall } = this.#options;
    const call = this.#start(body, options) as Promise<AnswerEnvelope<B["type"]>>;
    return onCall === undefined ? call : observed(call, onCall(body.type));
  }

  /** One promise for a call: many are made at once. */
  #start(body: DriverRequestBody, options: ExchangeCallOptions): Promise<DriverResponseEnvelope> {
    try {
      options.signal?.throwIfAborted();
      if (this.#end !== undefined) throw this.#endOf(body.type);
      if (this.#refusal !== null && !ENDINGS.has(body.type)) throw refused(body.type, this.#refusal);
      this.#inFlight.reserve(body.type);
      const { sessionId = null } = options;
      this.#send({
        protocolVersion: this.#version,
        requestId: this.#inFlight.nextId,
        sessionId,
        timeoutMs: null,
        body,
      });
      const answer = this.#inFlight.open(body.type, options);
      return body.type === "CloseSession" && sessionId !== null ? this.#forget(sessionId, answer) : answer;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #send(request: DriverRequestEnvelope): void {
    const { layout, limits, faithful } = this.#options;
    const bare = faithful ? null : this.#requests.write(request);
    this.#connection.send(bare ?? encodeShared("request", layout, request, { limits, faithful }));
  }

  /** The session is closed once the driver says so. */
  async #forget(sessionId: string, closing: Promise<DriverResponseEnvelope>): Promise<DriverResponseEnvelope> {
    const answer = await closing;
    this.#sessionIds.delete(sessionId);
    return answer;
  }

  /** Closes the connection; every call in flight rejects. */
  close(reason?: Error): void {
    this.#wasClosedHere = true;
    this.#connection.close(reason);
  }

  async #run(): Promise<Error | null> {
    this.#end = await this.#connection.run();
    this.#inFlight.rejectAll((method) => this.#endOf(method));
    return this.#end;
  }

  /** The error of a call on a connection that has ended. */
  #endOf(method: Method): Error {
    if (this.#end) return this.#end;
    const who = this.#wasClosedHere ? "this end" : "the driver";
    return new ConnectionError("ConnectionClosed", `Cannot finish ${method}: ${who} has closed the connection`);
  }

  /** Receives a payload. An error thrown here ends the connection. */
  #receive(payload: Uint8Array): void {
    const bare = this.#answers.read(payload);
    if (bare !== null) return this.#settle(payload, bare);
    const { layout, limits } = this.#options;
    let answer: DriverResponseEnvelope;
    try {
      answer = this.#isAgreed
        ? decode("response", layout, payload, { limits }).envelope
        : readHelloAnswer(layout, payload, limits);
    } catch (error) {
      if (!this.#isAgreed || !(error instanceof MalformedError)) throw error;
      this.#receiveUnreadable(payload, error);
      return;
    }
    if (this.#isAgreed) this.#answers.learn(answer);
    this.#settle(payload, answer);
  }

  #settle(payload: Uint8Array, answer: DriverResponseEnvelope): void {
    const { requestId, body } = answer;
    const method = this.#methodOf(requestId, payload);
    if (this.#isAgreed && this.#options.layout !== "0.4" && !isSameVersion(answer.protocolVersion, this.#version)) {
      throw new ProtocolError<ProtocolErrorCode>(
        "VersionDrift",
        `Cannot accept answer to ${method}: it has version ${versionText(answer.protocolVersion)}, Hello settled ${
          versionText(this.#version)
        }`,
      );
    }
    if (body.type === "EmitAuditEvent" && !answer.done) {
      this.#options.onAudit?.(body);
    } else if (body.type === "QueryChunk" && !answer.done && method.startsWith("Execute")) {
      // Hosts do not assemble chunks (PROTOCOL.md#chunks): the whole result follows.
    } else if (body.type === "Error") {
      const { mask = (text: string) => text } = this.#options;
      this.#inFlight.reject(requestId, new RpcError(body.code, mask(body.message), { retriable: body.retriable }));
    } else if (body.type === ANSWERS[method]) {
      // Even if the caller has given up: the driver has opened the session.
      if (body.type === "SessionOpened") this.#sessionIds.add(body.sessionId);
      this.#inFlight.resolve(requestId, answer);
    } else {
      throw new ProtocolError<ProtocolErrorCode>(
        "UnexpectedResponse",
        `Cannot accept answer to ${method}: expected ${ANSWERS[method]} or Error, found ${body.type}`,
      );
    }
  }

  /** Fails the call that the header names. A damaged audit event is not an answer, and is dropped. */
  #receiveUnreadable(payload: Uint8Array, error: MalformedError): void {
    if (error.header === null) {
      this.#checkCodec(payload);
      throw new ProtocolError<ProtocolErrorCode>(
        "HeaderUnreadable",
        `Cannot read answer: ${error.reason}, at byte ${error.offset}`,
        {
          cause: error,
        },
      );
    }
    this.#methodOf(error.header.requestId, payload);
    if (error.header.body !== "EmitAuditEvent") this.#inFlight.reject(error.header.requestId, error);
  }

  /** The request that an answer is for. */
  #methodOf(requestId: bigint, payload: Uint8Array): Method {
    const method = this.#inFlight.methodOf(requestId);
    if (method !== undefined) return method;
    this.#checkCodec(payload);
    const ids = this.#inFlight.ids();
    throw new ProtocolError<ProtocolErrorCode>(
      "RequestIdMismatch",
      `Cannot accept answer: it has request id ${requestId}, ${
        ids.length === 0 ? "nothing is in flight" : `in flight ${ids.length === 1 ? "is" : "are"} ${ids.join(", ")}`
      }`,
    );
  }

  /** Detects a frame of the other codec by its header: it could otherwise pass for one with a wrong id or header. */
  #checkCodec(payload: Uint8Array): void {
    const codec = codecOf(this.#options.layout);
    const other = codec === "bincode"
      ? { codec: "postcard", layout: "0.7.1" } as const
      : { codec: "bincode", layout: "0.6" } as const;
    const id = requestIdIn(other.layout, payload);
    if (id === null || this.#inFlight.methodOf(id) === undefined) return;
    throw new ProtocolError<ProtocolErrorCode>(
      "WrongCodec",
      `Cannot read answer: it is ${other.codec}, but this connection uses ${codec}`,
    );
  }
}

async function observed<T>(call: Promise<T>, onEnd: (error: unknown) => void): Promise<T> {
  try {
    const answer = await call;
    onEnd(null);
    return answer;
  } catch (error) {
    onEnd(error);
    throw error;
  }
}

function refused(method: Method, reason: string): ConnectionError {
  return new ConnectionError("Draining", `Cannot start ${method}: ${reason}`);
}

function requestIdIn(layout: Layout, payload: Uint8Array): bigint | null {
  try {
    return decode("response", layout, payload).envelope.requestId;
  } catch (error) {
    if (error instanceof MalformedError) return error.header?.requestId ?? null;
    throw error;
  }
}
