/**
 * The driver's end of one connection: receives a host's requests and sends answers.
 *
 * @module
 */
import { type Clock, Connection, ProtocolError, SYSTEM_CLOCK, type Transport } from "@fluxwire/transport";
import { BareMessages } from "../bare_messages.ts";
import { encodeShared } from "../codec.ts";
import type { DriverRequestEnvelope, DriverResponseEnvelope } from "../dto.ts";
import { MalformedError, type MessageHeader, type ProtocolErrorCode, type RpcError } from "../errors.ts";
import type { Layout } from "../layout.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import type { QueryAnswer } from "../rows/answer_parts.ts";
import type { EncodedRows } from "../rows/encoded_rows.ts";
import { KeptAnswer } from "../rows/kept_answer.ts";
import { RequestReader } from "./request_reader.ts";

/** Handles the events of a peer. The handlers must not block: the connection's reader waits for them. */
export interface PeerHandler {
  /** Handles a request. */
  request(request: DriverRequestEnvelope): void;
  /** Handles a request with a readable header but an unreadable body, which must also be answered. */
  unreadable(header: MessageHeader, error: MalformedError): void;
  /** Called when the connection has ended; `reason` is null if the peer closed it. */
  closed(reason: Error | null): void;
}

/** The options of a {@link Peer}. */
export interface PeerOptions {
  /**
   * Changes to the default limits.
   *
   * @default {}
   */
  limits?: Partial<Limits>;
  /**
   * The clock for the timers of the handshake and of frames.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
  /**
   * Called for each frame that arrives before Hello is accepted.
   *
   * @default {undefined}
   */
  heard?(peer: Peer): void;
  /**
   * Asked once Hello can be accepted: null to accept it, or the error to answer it with.
   *
   * @default {() => null}
   */
  admit?(peer: Peer): RpcError | null;
}

/** One connection on the driver's end. */
export class Peer {
  readonly #connection: Connection;
  readonly #reader: RequestReader;
  readonly #limits: Limits;
  readonly #handler: PeerHandler;
  readonly #clock: Clock;
  readonly #heard: ((peer: Peer) => void) | null;
  readonly #admit: (peer: Peer) => RpcError | null;
  /** The answers without content, in the layout of the last answer. */
  #bare: BareMessages<"response"> | null = null;
  readonly #kept = new KeptAnswer();
  #handshake: unknown;
  #isStranger = true;
  /** Bytes of payloads before the Hello that was accepted. */
  #strangerBytes = 0;

  /** An accepted connection; `open` returns its handler. Nothing is read before {@link run}. */
  constructor(transport: Transport, open: (peer: Peer) => PeerHandler, options: PeerOptions = {}) {
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#heard = options.heard ?? null;
    this.#admit = options.admit ?? (() => null);
    this.#reader = new RequestReader(this.#limits);
    this.#connection = new Connection(transport, {
      limits: this.#limits,
      clock: this.#clock,
      onPayload: (payload) => this.#receive(payload),
    });
    this.#connection.boundReading("maxHelloBytes", Math.min(this.#limits.maxHelloBytes, this.#limits.maxFrameBytes));
    this.#handler = open(this);
  }

  /** The layout of the connection; 0.7.1 before the first frame. */
  get layout(): Layout {
    return this.#reader.layout ?? "0.7.1";
  }

  /** Whether the host's release is unknown, so that the layout is only the nearest known one. */
  get isUnknownRelease(): boolean {
    return this.#reader.isUnknownRelease;
  }

  /** Serves the connection until it ends. Never rejects. */
  async run(): Promise<void> {
    const { handshakeTimeoutMs } = this.#limits;
    if (Number.isFinite(handshakeTimeoutMs)) {
      const giveUp = () => this.close(handshakeTimeout(handshakeTimeoutMs));
      this.#handshake = this.#clock.setTimeout(giveUp, handshakeTimeoutMs);
    }
    const reason = await this.#connection.run();
    this.#clock.clearTimeout(this.#handshake);
    this.#handler.closed(reason);
  }

  /**
   * Call this once Hello is right: ends the limits of strangers, which are `handshakeTimeoutMs` and `maxHelloBytes`.
   *
   * @returns null; or, with `maxConnections` open, the error to answer Hello with before the connection is closed.
   */
  introduced(): RpcError | null {
    if (!this.#isStranger) return null;
    const refusal = this.#admit(this);
    if (refusal !== null) return refusal;
    this.#isStranger = false;
    this.#clock.clearTimeout(this.#handshake);
    this.#connection.boundReading("maxFrameBytes", this.#limits.maxFrameBytes);
    return null;
  }

  /**
   * Sends an answer.
   *
   * @throws {MalformedError} for an answer that the layout cannot carry; nothing is sent.
   * @throws {ProtocolError} `FrameTooLong` for an answer that is too long; nothing is sent.
   */
  send(response: DriverResponseEnvelope): void {
    const { layout } = this;
    if (this.#bare?.layout !== layout) this.#bare = new BareMessages("response", layout);
    const bare = this.#bare.write(response);
    this.#connection.send(bare ?? encodeShared("response", layout, response, { limits: this.#limits }));
  }

  /**
   * Sends an encoded answer. It must not change until it is written.
   *
   * @throws {ProtocolError} `FrameTooLong` or `FrameEmpty`; nothing is sent.
   */
  sendPayload(payload: Uint8Array): void {
    this.#connection.send(payload);
  }

  /**
   * Sends an answer whose rows are encoded already, without copying them; they must not change until they are written.
   *
   * @throws {TypeError} for rows of another serializer than the layout's.
   * @throws the errors of {@link send}; nothing is sent.
   */
  sendRows(response: QueryAnswer, rows: EncodedRows): void {
    this.#connection.sendParts(this.#kept.parts(this.layout, response, rows, { limits: this.#limits }));
  }

  /** Resolves when all answers sent so far are written. */
  flush(): Promise<void> {
    return this.#connection.flush();
  }

  /** Closes the connection. */
  close(reason?: Error): void {
    this.#connection.close(reason);
  }

  #receive(payload: Uint8Array): void {
    if (this.#isStranger) this.#countStranger(payload.length);
    let request: DriverRequestEnvelope;
    try {
      request = this.#reader.read(payload);
    } catch (error) {
      if (!(error instanceof MalformedError) || error.header === null) throw error;
      this.#handler.unreadable(error.header, error);
      return;
    }
    this.#handler.request(request);
  }

  /** Reading costs time too: strangers must not take it from hosts without end. */
  #countStranger(bytes: number): void {
    const { maxHelloBytes, maxHelloAttempts } = this.#limits;
    this.#strangerBytes += bytes;
    if (this.#strangerBytes > maxHelloBytes * maxHelloAttempts) {
      throw new ProtocolError<ProtocolErrorCode>(
        "FrameTooLong",
        `Cannot read frame: ${this.#strangerBytes} bytes came before Hello, more than maxHelloAttempts ${maxHelloAttempts} times maxHelloBytes ${maxHelloBytes}`,
      );
    }
    this.#heard?.(this);
  }
}

function handshakeTimeout(ms: number): ProtocolError {
  return new ProtocolError<ProtocolErrorCode>(
    "HandshakeTimeout",
    `Cannot wait for Hello: none came within handshakeTimeoutMs ${ms}`,
  );
}
