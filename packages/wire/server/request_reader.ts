/**
 * Payloads to requests on the driver's end: decides codec and layout of a connection, then reads with them.
 *
 * @module
 */
import { decode } from "../codec.ts";
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

  /** A reader for one connection; `maxDepth` and `maxRequestValues` hold. */
  constructor(limits: Partial<Limits>) {
    this.#limits = limits;
  }

  /** The layout in force: from Hello on that of the host's release, before it a provisional one; none before the first frame. */
  get layout(): Layout | null {
    return this.#connection.layout;
  }

  /** Whether the last Hello named a release that is in no table: its layout is then the nearest known one. */
  get isUnknownRelease(): boolean {
    return this.#connection.isUnknownRelease;
  }

  /**
   * Reads one request. A Hello sets the layout of what follows.
   *
   * @throws {MalformedError} with a header: the request can be answered, and the connection lives.
   * @throws {ProtocolError} `HeaderUnreadable` or `WrongCodec`: nobody can be answered.
   */
  read(payload: Uint8Array): DriverRequestEnvelope {
    const layout = this.#connection.of(payload);
    if (codecOf(layout) === "postcard" && detectCodec(payload) === "bincode") throw wrongCodec("postcard", "bincode");
    const envelope = readRequest(layout, payload, this.#limits);
    if (envelope.body.type === "Hello") this.#connection.greet(envelope.body.clientVersion);
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
    `Cannot read request: the frame is ${found}, this connection has spoken ${expected} since its first frame; use one codec per connection`,
  );
}

/** Nothing can be answered: no ids. A frame of the other codec is the likeliest cause, so it is looked for. */
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
