/**
 * Reads requests on the driver's end: detects the codec and layout of a connection, then reads with them.
 *
 * @module
 */
import { BareMessages } from "../bare_messages.ts";
import { decode } from "../codec.ts";
import { KeptStatement } from "../kept_statement.ts";
import { ConnectionLayout } from "../connection_layout.ts";
import { detectCodec } from "../detect.ts";
import type { DriverRequestEnvelope } from "../dto.ts";
import { ProtocolError } from "@fluxwire/transport";
import { MalformedError, type ProtocolErrorCode } from "../errors.ts";
import { type CodecName, codecOf, type Layout } from "../layout.ts";
import type { Limits } from "../limits.ts";

/** Reads the requests of one connection. */
export class RequestReader {
  readonly #limits: Partial<Limits>;
  readonly #connection = new ConnectionLayout();
  /** Since Hello, which decides the layout. */
  #bare: BareMessages<"request"> | null = null;
  #statement: KeptStatement | null = null;

  /** A reader for one connection; only `maxDepth` and `maxRequestValues` apply. */
  constructor(limits: Partial<Limits>) {
    this.#limits = limits;
  }

  /**
   * The current layout: that of the host's release after Hello, a provisional one before, null before the first frame.
   */
  get layout(): Layout | null {
    return this.#connection.layout;
  }

  /** Whether the last Hello named an unknown release; its layout is then the nearest known one. */
  get isUnknownRelease(): boolean {
    return this.#connection.isUnknownRelease;
  }

  /**
   * Reads one request. A Hello sets the layout of later requests.
   *
   * @throws {MalformedError} with a header: the request can be answered, and the connection survives.
   * @throws {ProtocolError} `HeaderUnreadable` or `WrongCodec`: the request cannot be answered.
   */
  read(payload: Uint8Array): DriverRequestEnvelope {
    const layout = this.#connection.of(payload);
    if (codecOf(layout) === "postcard" && detectCodec(payload) === "bincode") throw wrongCodec("postcard", "bincode");
    const kept = this.#bare?.read(payload) ?? this.#statement?.read(payload) ?? null;
    if (kept !== null) return kept;
    const envelope = readRequest(layout, payload, this.#limits);
    if (envelope.body.type === "Hello") {
      const greeted = this.#connection.greet(envelope.body.clientVersion);
      this.#bare = new BareMessages("request", greeted);
      this.#statement = new KeptStatement(greeted);
    } else if (envelope.body.type === "Execute") this.#statement?.learn(payload, envelope);
    else this.#bare?.learn(envelope);
    return envelope;
  }
}

function readRequest(layout: Layout, payload: Uint8Array, limits: Partial<Limits>): DriverRequestEnvelope {
  try {
    return decode("request", layout, payload, { limits }).envelope;
  } catch (error) {
    if (!(error instanceof MalformedError) || error.header !== null) throw error;
    throw unreadable(codecOf(layout), payload, error);
  }
}

function wrongCodec(expected: CodecName, found: CodecName): ProtocolError {
  return new ProtocolError<ProtocolErrorCode>(
    "WrongCodec",
    `Cannot read request: the frame is ${found}, but this connection has used ${expected} since its first frame; use one codec per connection`,
  );
}

/**
 * The error of a request without a readable id. The likeliest cause is a frame of the other codec, so that is checked
 * first.
 */
function unreadable(codec: CodecName, payload: Uint8Array, cause: MalformedError): ProtocolError {
  const other = codec === "bincode" ? "postcard" : "bincode";
  if (hasHeader(other === "bincode" ? "0.6" : "0.7.1", payload)) return wrongCodec(codec, other);
  return new ProtocolError<ProtocolErrorCode>(
    "HeaderUnreadable",
    `Cannot read request header: ${cause.reason}, at byte ${cause.offset}`,
    {
      cause,
    },
  );
}

function hasHeader(layout: Layout, payload: Uint8Array): boolean {
  try {
    decode("request", layout, payload);
    return true;
  } catch (error) {
    return error instanceof MalformedError && error.header !== null && error.header.body !== null;
  }
}
