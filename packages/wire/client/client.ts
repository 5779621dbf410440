/**
 * The host's end of a connection: sends Hello, then calls the driver.
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

/** The options of {@link openClient}. */
export interface ClientOptions {
  /**
   * The layout of the release to imitate.
   *
   * @default {"0.7.1"}
   */
  layout?: Layout;
  /**
   * The token for drivers that require one; an empty one is not sent.
   *
   * @default {null}
   */
  token?: string | null;
  /**
   * Changes to `DEFAULT_LIMITS`.
   *
   * @default {}
   */
  limits?: Partial<Limits>;
  /**
   * Leaves out of requests the parts that the real client leaves out (PROTOCOL.md#hazards). Rust drivers cannot read
   * such requests.
   *
   * @default {false}
   */
  faithful?: boolean;
  /**
   * The time limit for the answer to Hello, in milliseconds.
   *
   * @default {limits.handshakeTimeoutMs}
   */
  timeoutMs?: number;
  /**
   * Ends the handshake when aborted; ignored after it.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
  /**
   * Called with each audit event that arrives before an answer. An error that it throws ends the connection.
   *
   * @default {undefined}
   */
  onAudit?: (event: AuditEventEmitDto) => void;
  /**
   * Called when a call begins, Hello included. The function that it returns is called when the call ends: with null, or
   * with the error that the call rejected with.
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
   * Gets the token and the secrets of each session before they are sent, and masks them in the errors that the driver
   * answers.
   *
   * @default {undefined}
   */
  secrets?: SecretKeeper;
  /**
   * The clock for the timers of deadlines and frames.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/** Knows secrets, and masks them. `Secrets` of `@fluxwire/transport/secrets` is one. */
export interface SecretKeeper {
  /** Takes secrets; null stands for none. */
  add(secrets: readonly (string | null | undefined)[]): unknown;
  /** The text without the secrets. */
  mask(text: string): string;
}

/** The request to open a session. */
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
   * The secret of an SSH tunnel.
   *
   * @default {null}
   */
  sshSecret?: string | null;
}

/** The options for opening a session. */
export interface OpenOptions extends CallOptions {
  /**
   * The driver's socket, as named in the profile.
   *
   * @default {"fluxwire"}
   */
  socketId?: string;
}

/** A connection to a driver that has answered Hello. Calls may overlap; each gets its own answer. */
export class DriverClient implements AsyncDisposable {
  readonly #exchange: Exchange;
  readonly #beforeSecrets: () => Promise<void>;
  readonly #secrets: SecretKeeper | undefined;
  /** The driver's description of itself. */
  readonly hello: DriverHelloResponse;
  /** The layout of the connection. */
  readonly layout: Layout;

  /** Created by {@link openClient}. */
  constructor(
    exchange: Exchange,
    { hello, layout, beforeSecrets, secrets }: Pick<DriverClient, "hello" | "layout"> & {
      beforeSecrets: () => Promise<void>;
      secrets?: SecretKeeper;
    },
  ) {
    this.#secrets = secrets;
    this.#exchange = exchange;
    this.#beforeSecrets = beforeSecrets;
    this.hello = hello;
    this.layout = layout;
  }

  /** The version that both ends write in every envelope. */
  get version(): ProtocolVersion {
    return this.#exchange.version;
  }

  /** Resolves with the reason when the connection has ended; null if an end closed it. Never rejects. */
  get closed(): Promise<Error | null> {
    return this.#exchange.closed;
  }

  /** The ids of the open sessions of this connection. */
  get sessionIds(): string[] {
    return this.#exchange.sessionIds;
  }

  /** The number of unanswered requests, including those that their callers have given up. */
  get inFlight(): number {
    return this.#exchange.inFlight;
  }

  /** Resolves once every request is answered or the connection has ended. */
  untilIdle(): Promise<void> {
    return this.#exchange.untilIdle();
  }

  /**
   * From now on refuses all calls except `CancelActive` and `CloseSession`: they reject with {@link ConnectionError}
   * `Draining`.
   *
   * @param reason The reason in the error: `its driver is being stopped`.
   */
  refuseCalls(reason: string): void {
    this.#exchange.refuseCalls(reason);
  }

  /** Pings the driver, outside of any session. */
  ping(options?: CallOptions): Promise<void> {
    return this.#exchange.call({ type: "Ping" }, options).then(withoutResult);
  }

  /**
   * Opens a session with values for the driver's form; missing fields have the form's defaults.
   *
   * @throws {RangeError} if the form lacks the field of a value.
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
   * Sends any request and returns its answer.
   *
   * @throws {RpcError} the driver's answer is an error.
   * @throws {MalformedError} for a request that the layout cannot carry, which is not sent; for an unreadable answer.
   * @throws {ProtocolError} the driver broke the protocol, and the connection has ended: `RequestIdMismatch`,
   * `VersionDrift`, `UnexpectedResponse`, `HeaderUnreadable`, `WrongCodec`, and those of framing. `FrameTooLong` also
   * for a request, which is not sent.
   * @throws {ConnectionError} `Timeout` after `timeoutMs`: the connection survives, a late answer is dropped.
   * `ConnectionClosed` or `FrameTruncated` when the connection ends. `Draining` after {@link refuseCalls}.
   * @throws {RangeError} when `maxInFlight` requests are unanswered.
   */
  call<B extends DriverRequestBody>(body: B, options?: ExchangeCallOptions): Promise<AnswerEnvelope<B["type"]>> {
    if (body.type !== "OpenSession") return this.#exchange.call(body, options);
    return this.#beforeSecrets().then(() => this.#keepSecrets(body)).then(() => this.#exchange.call(body, options));
  }

  async #keepSecrets({ profileJson, password, sshSecret }: SessionRequest): Promise<void> {
    if (this.#secrets === undefined) return;
    // Loaded when a session is opened: a ping needs none of it.
    const { profileSecrets, secretFields } = await import("../secrets/mod.ts");
    const ofProfile = profileSecrets(profileJson, secretFields(this.hello.formDefinition));
    this.#secrets.add([password, sshSecret, ...ofProfile]);
  }

  /** Closes the connection, and with it its sessions, as the real client does. Calls in flight reject. */
  close(): void {
    this.#exchange.close();
  }

  /** Closes the connection, and waits until it has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.closed;
  }
}

/**
 * Sends Hello on a new connection and checks the answer.
 *
 * If it rejects, the connection is closed.
 *
 * @throws {RpcError} the driver's answer: `VersionMismatch`, or `InvalidRequest` for a wrong token.
 * @throws {ProtocolError} `HandshakeTimeout`; `WrongCodec` and `WrongLayout` if another layout would work;
 * `VersionDrift` for a version that was not offered; `RequestIdMismatch`, `UnexpectedResponse`, and those of framing.
 * @throws {MalformedError} an answer that is not a message in any layout.
 * @throws {ConnectionError} `ConnectionClosed` if the driver closes the connection without an answer.
 * @throws What `beforeSecrets` rejects with.
 */
export async function openClient(transport: Transport, options: ClientOptions = {}): Promise<DriverClient> {
  const { layout = "0.7.1", limits = {}, faithful = false, signal, clock = SYSTEM_CLOCK } = options;
  const { onAudit, onCall, secrets } = options;
  const timeoutMs = options.timeoutMs ?? limits.handshakeTimeoutMs ?? DEFAULT_LIMITS.handshakeTimeoutMs;
  const beforeSecrets = once(options.beforeSecrets ?? (() => Promise.resolve()));
  const token = options.token || null;
  const mask = secrets && ((text: string) => secrets.mask(text));
  const exchange = new Exchange(transport, { layout, limits, faithful, onAudit, onCall, mask, clock });
  secrets?.add([token]);
  let timer: unknown;
  try {
    if (token !== null) await beforeSecrets();
    if (Number.isFinite(timeoutMs)) {
      timer = clock.setTimeout(() => exchange.close(handshakeTimeout(timeoutMs)), timeoutMs);
    }
    const { body: { type: _, ...hello } } = await exchange.call(helloOf(layout, token), { signal });
    exchange.agree(agreedVersion(layout, hello));
    return new DriverClient(exchange, { hello, layout, beforeSecrets, secrets });
  } catch (error) {
    exchange.close();
    await exchange.closed;
    throw error;
  } finally {
    clock.clearTimeout(timer);
  }
}

function withoutResult(): void {}

/** Calls a function when it is needed first, and gives that outcome to all. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => made ??= make();
}

function handshakeTimeout(ms: number): ProtocolError {
  return new ProtocolError<ProtocolErrorCode>(
    "HandshakeTimeout",
    `Cannot finish Hello: no answer within ${ms} ms; check whether the driver hangs`,
  );
}
