/**
 * The driver's end of one connection: receives a host's requests and sends answers.
 *
 * @module
 */
import { type Clock, Connection, ProtocolError, SYSTEM_CLOCK, type Transport } from "@fluxwire/transport";
import { encodeShared } from "../codec.ts";
import type { DriverRequestEnvelope, DriverResponseEnvelope } from "../dto.ts";
import { MalformedError, type MessageHeader, type ProtocolErrorCode } from "../errors.ts";
import type { Layout } from "../layout.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
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
}

/** One connection on the driver's end. */
export class Peer {
  readonly #connection: Connection;
  readonly #reader: RequestReader;
  readonly #limits: Partial<Limits>;
  readonly #handler: PeerHandler;
  readonly #clock: Clock;
  #handshake: unknown;

  /** An accepted connection; `open` returns its handler. Nothing is read before {@link run}. */
  constructor(transport: Transport, open: (peer: Peer) => PeerHandler, options: PeerOptions = {}) {
    this.#limits = options.limits ?? {};
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#reader = new RequestReader(this.#limits);
    this.#connection = new Connection(transport, {
      limits: this.#limits,
      clock: this.#clock,
      onPayload: (payload) => this.#receive(payload),
    });
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
    const { handshakeTimeoutMs } = { ...DEFAULT_LIMITS, ...this.#limits };
    if (Number.isFinite(handshakeTimeoutMs)) {
      const giveUp = () => this.close(handshakeTimeout(handshakeTimeoutMs));
      this.#handshake = this.#clock.setTimeout(giveUp, handshakeTimeoutMs);
    }
    const reason = await this.#connection.run();
    this.#clock.clearTimeout(this.#handshake);
    this.#handler.closed(reason);
  }

  /** Call this after Hello: stops the time limit of the handshake. */
  introduced(): void {
    this.#clock.clearTimeout(this.#handshake);
  }

  /**
   * Sends an answer.
   *
   * @throws {MalformedError} for an answer that the layout cannot carry; nothing is sent.
   * @throws {ProtocolError} `FrameTooLong` for an answer that is too long; nothing is sent.
   */
  send(response: DriverResponseEnvelope): void {
    this.#connection.send(encodeShared("response", this.layout, response, { limits: this.#limits }));
  }

  /**
   * Sends an encoded answer. It must not change until it is written.
   *
   * @throws {ProtocolError} `FrameTooLong` or `FrameEmpty`; nothing is sent.
   */
  sendPayload(payload: Uint8Array): void {
    this.#connection.send(payload);
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
}

function handshakeTimeout(ms: number): ProtocolError {
  return new ProtocolError<ProtocolErrorCode>(
    "HandshakeTimeout",
    `Cannot wait for Hello: none came within handshakeTimeoutMs ${ms}`,
  );
}
