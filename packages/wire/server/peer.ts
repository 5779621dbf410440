/**
 * A host as the driver sees it: requests in, answers out, on one connection.
 *
 * @module
 */
import { type Clock, Connection, ProtocolError, SYSTEM_CLOCK, type Transport } from "@fluxwire/transport";
import { encodeShared } from "../codec.ts";
import type { DriverRequestEnvelope, DriverResponseEnvelope } from "../dto.ts";
import { MalformedError, type MessageHeader, type ProtocolErrorCode, type RpcError } from "../errors.ts";
import type { Layout } from "../layout.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { RequestReader } from "./request_reader.ts";

/** What a driver does with a peer. Nothing here may block: the connection's reader waits for it to return. */
export interface PeerHandler {
  /** A request was read. */
  request(request: DriverRequestEnvelope): void;
  /** A request's header was read, its body was not: it must be answered all the same. */
  unreadable(header: MessageHeader, error: MalformedError): void;
  /** The connection is over; `reason` is null where the peer simply left. */
  closed(reason: Error | null): void;
}

/** What a {@link Peer} is bound by. */
export interface PeerOptions {
  /**
   * The limits that differ from the defaults.
   *
   * @default {}
   */
  limits?: Partial<Limits>;
  /**
   * Sets the timers of the handshake and of frames.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
  /**
   * Told of each frame before Hello is accepted.
   *
   * @default nobody
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
  #handshake: unknown;
  #isStranger = true;
  /** Bytes of payloads before the Hello that was accepted. */
  #strangerBytes = 0;

  /** A connection that has been accepted; `open` gives what handles it. Nothing is read before {@link run}. */
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

  /** Whether the host's release is in no table, so that the layout is only the nearest known one. */
  get isUnknownRelease(): boolean {
    return this.#reader.isUnknownRelease;
  }

  /** Serves the connection until it is over. Never rejects. */
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
   * The peer has introduced itself: from now on it may be silent, and send frames up to `maxFrameBytes`.
   *
   * @returns null, or the error to answer Hello with before the connection is closed: as many peers as may be are there.
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
   * @throws {MalformedError} for an answer that has no form in the layout; nothing is sent.
   * @throws {ProtocolError} `FrameTooLong` for one that is too long; nothing is sent.
   */
  send(response: DriverResponseEnvelope): void {
    this.#connection.send(encodeShared("response", this.layout, response, { limits: this.#limits }));
  }

  /**
   * Sends an answer that is encoded already. It must not change until it is written.
   *
   * @throws {ProtocolError} `FrameTooLong` or `FrameEmpty`; nothing is sent.
   */
  sendPayload(payload: Uint8Array): void {
    this.#connection.send(payload);
  }

  /** Resolves when what was sent so far is written. */
  flush(): Promise<void> {
    return this.#connection.flush();
  }

  /** Ends the connection. */
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
