/**
 * Requests out, answers in, on one connection: gives each request an id and its answer to whoever waits for it.
 *
 * @module
 */
import { type Clock, Connection, ConnectionError, ProtocolError, type Transport } from "@fluxwire/transport";
import { decode, encodeShared } from "../codec.ts";
import type { AuditEventEmitDto, DriverRequestBody, DriverResponseEnvelope, ProtocolVersion } from "../dto.ts";
import { MalformedError, type ProtocolErrorCode, RpcError } from "../errors.ts";
import { codecOf, type Layout } from "../layout.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { isSameVersion, versionText } from "../version.ts";
import { type AnswerEnvelope, ANSWERS, type Method } from "../method.ts";
import { helloVersion, readHelloAnswer } from "./handshake.ts";
import { type CallOptions, InFlight } from "./in_flight.ts";

/** What an {@link Exchange} is made with. */
export interface ExchangeOptions {
  /** The layout to imitate. */
  layout: Layout;
  /** The limits that differ from the defaults. */
  limits: Partial<Limits>;
  /** Whether to leave out what the real client leaves out. */
  faithful: boolean;
  /** Gets each audit event that comes before an answer. */
  onAudit?: (event: AuditEventEmitDto) => void;
  /** Is told of each call, and by what it returns of its end. */
  onCall?: (method: Method) => (error: unknown) => void;
  /** Sets the timers of deadlines and frames. */
  clock: Clock;
}

/** What one call may say, its session included. */
export interface ExchangeCallOptions extends CallOptions {
  /**
   * The session it is for.
   *
   * @default {null}
   */
  sessionId?: string | null;
}

/** What a session needs to end; all that is sent while a connection drains. */
const ENDINGS: ReadonlySet<Method> = new Set<Method>(["CancelActive", "CloseSession"]);

/** The client's end of a connection, below what the requests mean. */
export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #connection: Connection;
  readonly #inFlight: InFlight;
  /** The version to stamp, and whether the driver has agreed to it. */
  #version: ProtocolVersion;
  #isAgreed = false;
  readonly #sessionIds = new Set<string>();
  /** Why no call starts any more; null while calls may. */
  #refusal: string | null = null;
  /** Why the connection is over; undefined while it is not. */
  #end: Error | null | undefined = undefined;
  #wasClosedHere = false;
  /** Resolves with the reason when the connection is over; null where an end simply left. */
  readonly closed: Promise<Error | null>;

  constructor(transport: Transport, options: ExchangeOptions) {
    this.#options = options;
    this.#version = helloVersion(options.layout);
    this.#inFlight = new InFlight(options.limits.maxInFlight ?? DEFAULT_LIMITS.maxInFlight, options.clock);
    this.#connection = new Connection(transport, {
      limits: options.limits,
      clock: options.clock,
      onPayload: (payload) => this.#receive(payload),
    });
    this.closed = this.#run();
  }

  /** The version stamped on requests. */
  get version(): ProtocolVersion {
    return this.#version;
  }

  /** The sessions that are open. */
  get sessionIds(): string[] {
    return [...this.#sessionIds];
  }

  /** How many requests have no answer yet. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Resolves once every request has its answer. */
  untilIdle(): Promise<void> {
    return this.#inFlight.untilEmpty();
  }

  /** From now on lets no call start, except those that end what runs. */
  refuseCalls(reason: string): void {
    this.#refusal = reason;
  }

  /** Takes the version that Hello has settled: from now on every answer must have it, except in layout 0.4. */
  agree(version: ProtocolVersion): void {
    this.#version = version;
    this.#isAgreed = true;
  }

  /** Sends a request and waits for its answer. Errors as {@link DriverClient.call} has them. */
  call<B extends DriverRequestBody>(body: B, options: ExchangeCallOptions = {}): Promise<AnswerEnvelope<B["type"]>> {
    const { onCall } = this.#options;
    return onCall === undefined ? this.#call(body, options) : observed(this.#call(body, options), onCall(body.type));
  }

  async #call<B extends DriverRequestBody>(
    body: B,
    options: ExchangeCallOptions,
  ): Promise<AnswerEnvelope<B["type"]>> {
    options.signal?.throwIfAborted();
    if (this.#end !== undefined) throw this.#endOf(body.type);
    if (this.#refusal !== null && !ENDINGS.has(body.type)) throw refused(body.type, this.#refusal);
    this.#inFlight.reserve(body.type);
    const request = {
      protocolVersion: this.#version,
      requestId: this.#inFlight.nextId,
      sessionId: options.sessionId ?? null,
      timeoutMs: null,
      body,
    };
    const { layout, limits, faithful } = this.#options;
    this.#connection.send(encodeShared("request", layout, request, { limits, faithful }));
    const answer = await this.#inFlight.open(body.type, options);
    if (answer.body.type === "SessionClosed" && request.sessionId !== null) this.#sessionIds.delete(request.sessionId);
    return answer as AnswerEnvelope<B["type"]>;
  }

  /** Ends the connection; every call in flight rejects. */
  close(reason?: Error): void {
    this.#wasClosedHere = true;
    this.#connection.close(reason);
  }

  async #run(): Promise<Error | null> {
    this.#end = await this.#connection.run();
    this.#inFlight.rejectAll((method) => this.#endOf(method));
    return this.#end;
  }

  /** Why a call cannot end well on a connection that is over. */
  #endOf(method: Method): Error {
    if (this.#end) return this.#end;
    const who = this.#wasClosedHere ? "this end" : "the driver";
    return new ConnectionError("ConnectionClosed", `Cannot finish ${method}: ${who} has closed the connection`);
  }

  /** Whatever this throws ends the connection. */
  #receive(payload: Uint8Array): void {
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
      // No host puts chunks together (PROTOCOL.md#chunks): the whole result is still to come.
    } else if (body.type === "Error") {
      this.#inFlight.reject(requestId, new RpcError(body.code, body.message, { retriable: body.retriable }));
    } else if (body.type === ANSWERS[method]) {
      // Also where the caller has given up: the driver has the session.
      if (body.type === "SessionOpened") this.#sessionIds.add(body.sessionId);
      this.#inFlight.resolve(requestId, answer);
    } else {
      throw new ProtocolError<ProtocolErrorCode>(
        "UnexpectedResponse",
        `Cannot accept answer to ${method}: expected ${ANSWERS[method]} or Error, found ${body.type}`,
      );
    }
  }

  /** The call fails where the header says which one; a damaged audit event is not an answer, and is dropped. */
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

  /** A frame of the other codec can pass for one with a wrong id or header; its own header tells. */
  #checkCodec(payload: Uint8Array): void {
    const codec = codecOf(this.#options.layout);
    const other = codec === "bincode"
      ? { codec: "postcard", layout: "0.7.1" } as const
      : { codec: "bincode", layout: "0.6" } as const;
    const id = requestIdIn(other.layout, payload);
    if (id === null || this.#inFlight.methodOf(id) === undefined) return;
    throw new ProtocolError<ProtocolErrorCode>(
      "WrongCodec",
      `Cannot read answer: it is ${other.codec}, this connection speaks ${codec}`,
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
