/**
 * The host's end of a connection: says Hello, then calls the driver.
 *
 * @module
 */
import type { ProtocolErrorCode } from "../errors.ts";
import { type Clock, ProtocolError, SYSTEM_CLOCK, type Transport } from "@fluxwire/transport";
import type { AuditEventEmitDto, DriverHelloResponse, DriverRequestBody, ProtocolVersion } from "../dto.ts";
import type { Layout } from "../layout.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import type { AnswerEnvelope, Method } from "../method.ts";
import { Exchange, type ExchangeCallOptions } from "./exchange.ts";
import { agreedVersion, helloOf } from "./handshake.ts";
import type { CallOptions } from "./in_flight.ts";
import { sessionRequest } from "./profile.ts";
import { ClientSession } from "./session.ts";

/** What {@link openClient} can be told. */
export interface ClientOptions {
  /**
   * Which release's client to be.
   *
   * @default {"0.7.1"}
   */
  layout?: Layout;
  /**
   * The token that the driver may ask for; an empty one counts as none.
   *
   * @default {null}
   */
  token?: string | null;
  /**
   * The limits that differ from `DEFAULT_LIMITS`.
   *
   * @default {}
   */
  limits?: Partial<Limits>;
  /**
   * Leaves out of requests what the real client leaves out (PROTOCOL.md#hazards). Rust drivers cannot read that.
   *
   * @default {false}
   */
  faithful?: boolean;
  /**
   * How long the driver may take to answer Hello, in milliseconds.
   *
   * @default {limits.handshakeTimeoutMs}
   */
  timeoutMs?: number;
  /**
   * Ends the handshake when it aborts; later it means nothing.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
  /**
   * Gets each audit event that comes before an answer. What it throws ends the connection.
   *
   * @default {undefined}
   */
  onAudit?: (event: AuditEventEmitDto) => void;
  /**
   * Is told of each call when it begins, Hello included; what it returns is told how the call ended: null, or what it
   * rejected with.
   *
   * @default {undefined}
   */
  onCall?: (method: Method) => (error: unknown) => void;
  /**
   * Is called once, when the connection is there and before a token or the secrets of a session are sent; nothing is
   * sent where it rejects.
   *
   * @default {undefined}
   */
  beforeSecrets?: () => Promise<void>;
  /**
   * Sets the timers of deadlines and frames.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/** What a session is opened with. */
export interface SessionRequest {
  /** The connection profile, as JSON (PROTOCOL.md#connection-profile). */
  profileJson: string;
  /**
   * The value of the form's field `password`.
   *
   * @default {null}
   */
  password?: string | null;
  /**
   * The secret of an SSH set-up.
   *
   * @default {null}
   */
  sshSecret?: string | null;
}

/** What opening a session may say. */
export interface OpenOptions extends CallOptions {
  /**
   * The driver's socket, as the profile names it.
   *
   * @default {"fluxwire"}
   */
  socketId?: string;
}

/** A driver that has answered Hello. Calls may overlap; each gets its own answer. */
export class DriverClient implements AsyncDisposable {
  readonly #exchange: Exchange;
  readonly #beforeSecrets: () => Promise<void>;
  /** What the driver says it is. */
  readonly hello: DriverHelloResponse;
  /** The layout of the connection. */
  readonly layout: Layout;

  /** Made by {@link openClient}. */
  constructor(
    exchange: Exchange,
    { hello, layout, beforeSecrets }: Pick<DriverClient, "hello" | "layout"> & { beforeSecrets: () => Promise<void> },
  ) {
    this.#exchange = exchange;
    this.#beforeSecrets = beforeSecrets;
    this.hello = hello;
    this.layout = layout;
  }

  /** The version both ends stamp. */
  get version(): ProtocolVersion {
    return this.#exchange.version;
  }

  /** Resolves when the connection is over, with the reason; null where an end simply closed it. Never rejects. */
  get closed(): Promise<Error | null> {
    return this.#exchange.closed;
  }

  /** The ids of the sessions that are open on this connection. */
  get sessionIds(): string[] {
    return this.#exchange.sessionIds;
  }

  /** How many requests have no answer yet, those included that their callers have given up. */
  get inFlight(): number {
    return this.#exchange.inFlight;
  }

  /** Resolves once every request has its answer, or the connection is over. */
  untilIdle(): Promise<void> {
    return this.#exchange.untilIdle();
  }

  /**
   * From now on lets no call start, except `CancelActive` and `CloseSession`: they reject with {@link ConnectionError}
   * `Draining`.
   *
   * @param reason What the callers are told: `its driver is being stopped`.
   */
  refuseCalls(reason: string): void {
    this.#exchange.refuseCalls(reason);
  }

  /** Asks for a sign of life, outside of any session. */
  async ping(options?: CallOptions): Promise<void> {
    await this.call({ type: "Ping" }, options);
  }

  /**
   * Opens a session with values for the driver's form; what is missing falls back to the form's defaults.
   *
   * @throws {RangeError} where the form has no field of a value's name.
   */
  open(values: Readonly<Record<string, string>> = {}, options: OpenOptions = {}): Promise<ClientSession> {
    const { socketId, ...callOptions } = options;
    return this.openSession(sessionRequest({ layout: this.layout, hello: this.hello, values, socketId }), callOptions);
  }

  /** Opens a session with a whole profile. */
  async openSession(request: SessionRequest, options?: CallOptions): Promise<ClientSession> {
    const { body } = await this.call({ type: "OpenSession", ...request }, options);
    return new ClientSession(this.#exchange, body);
  }

  /**
   * Sends any request and gives its answer.
   *
   * @throws {RpcError} what the driver answers instead of a result.
   * @throws {MalformedError} a request without a form in the layout, which is not sent; an answer that cannot be read.
   * @throws {ProtocolError} the driver broke the protocol, and the connection is over: `RequestIdMismatch`,
   * `VersionDrift`, `UnexpectedResponse`, `HeaderUnreadable`, `WrongCodec`, and those of framing. `FrameTooLong` also
   * for a request, which is not sent.
   * @throws {ConnectionError} `Timeout` after `timeoutMs`: the connection lives, a late answer is dropped.
   * `ConnectionClosed` or `FrameTruncated` when the connection ends. `Draining` after {@link refuseCalls}.
   * @throws {RangeError} when `maxInFlight` requests are unanswered.
   */
  call<B extends DriverRequestBody>(body: B, options?: ExchangeCallOptions): Promise<AnswerEnvelope<B["type"]>> {
    if (body.type !== "OpenSession") return this.#exchange.call(body, options);
    return this.#beforeSecrets().then(() => this.#exchange.call(body, options));
  }

  /** Ends the connection, and with it its sessions, as the real client does. Calls in flight reject. */
  close(): void {
    this.#exchange.close();
  }

  /** Ends the connection, and waits until it is over. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.closed;
  }
}

/**
 * Says Hello on a fresh connection and checks the answer.
 *
 * When it rejects, the connection is closed.
 *
 * @throws {RpcError} the driver's answer: `VersionMismatch`, or `InvalidRequest` for a wrong token.
 * @throws {ProtocolError} `HandshakeTimeout`; `WrongCodec` and `WrongLayout` where another layout would do; `VersionDrift`
 * for a version that was not offered; `RequestIdMismatch`, `UnexpectedResponse`, and those of framing.
 * @throws {MalformedError} an answer that is no message in any layout at hand.
 * @throws {ConnectionError} `ConnectionClosed` where the driver leaves without an answer.
 * @throws What `beforeSecrets` rejects with.
 */
export async function openClient(transport: Transport, options: ClientOptions = {}): Promise<DriverClient> {
  const { layout = "0.7.1", limits = {}, faithful = false, signal, clock = SYSTEM_CLOCK } = options;
  const { onAudit, onCall } = options;
  const timeoutMs = options.timeoutMs ?? limits.handshakeTimeoutMs ?? DEFAULT_LIMITS.handshakeTimeoutMs;
  const beforeSecrets = once(options.beforeSecrets ?? (() => Promise.resolve()));
  const token = options.token || null;
  const exchange = new Exchange(transport, { layout, limits, faithful, onAudit, onCall, clock });
  let timer: unknown;
  try {
    if (token !== null) await beforeSecrets();
    if (Number.isFinite(timeoutMs)) {
      timer = clock.setTimeout(() => exchange.close(handshakeTimeout(timeoutMs)), timeoutMs);
    }
    const { body: { type: _, ...hello } } = await exchange.call(helloOf(layout, token), { signal });
    exchange.agree(agreedVersion(layout, hello));
    return new DriverClient(exchange, { hello, layout, beforeSecrets });
  } catch (error) {
    exchange.close();
    await exchange.closed;
    throw error;
  } finally {
    clock.clearTimeout(timer);
  }
}

/** Calls a function when it is needed first, and gives that outcome to all. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => made ??= make();
}

function handshakeTimeout(ms: number): ProtocolError {
  return new ProtocolError<ProtocolErrorCode>(
    "HandshakeTimeout",
    `Cannot finish Hello: no answer within ${ms} ms; see whether the driver hangs`,
  );
}
