/**
 * The two messages that every command crosses the host in, as bytes: written out field by field, as the library's general
 * way costs a fifth of a routed call. All other messages go that way.
 *
 * @module
 */
import type { Codec } from "@fluxwire/grpc";
import {
  type HubEvent,
  HubEventSchema,
  type ProxyCommandRequest,
  type ProxyCommandResponse,
} from "../generated/nx/internal/host_routing_pb.ts";
import { fromBinary, toBinary } from "../protobuf.ts";

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** The most that a tag or a length takes. */
const VARINT_BYTES = 5;

/** How a value follows its tag. */
const VARINT = 0, FIXED64 = 1, LENGTH = 2, FIXED32 = 5;

/** Writes fields; empty ones are left out. */
class Writer {
  readonly #bytes: Uint8Array;
  #at = 0;

  /** @param size At least what all fields take. */
  constructor(size: number) {
    this.#bytes = new Uint8Array(size);
  }

  text(field: number, value: string): void {
    if (value === "") return;
    this.#varint(field << 3 | LENGTH);
    // The length stands before the text: one byte is kept for it, and more only where the text is long.
    const start = this.#at + (3 * value.length < 128 ? 1 : VARINT_BYTES);
    const { written } = utf8.encodeInto(value, this.#bytes.subarray(start));
    this.#varint(written);
    if (this.#at !== start) this.#bytes.copyWithin(this.#at, start, start + written);
    this.#at += written;
  }

  bytes(field: number, value: Uint8Array): void {
    if (value.length > 0) this.message(field, value);
  }

  /** As {@link bytes}; an empty one is written, too: it is there. */
  message(field: number, value: Uint8Array): void {
    this.#varint(field << 3 | LENGTH);
    this.#varint(value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  number(field: number, value: number): void {
    if (value === 0) return;
    this.#varint(field << 3 | VARINT);
    this.#varint(value >>> 0);
  }

  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  #varint(value: number): void {
    while (value > 0x7f) {
      this.#bytes[this.#at++] = (value & 0x7f) | 0x80;
      value >>>= 7;
    }
    this.#bytes[this.#at++] = value;
  }
}

/** Reads fields. Fields of other numbers, or with another kind of value, are skipped. */
class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;
  readonly #end: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#end = bytes.length;
  }

  /** The next tag; 0 at the end. */
  tag(): number {
    return this.#at < this.#end ? this.number() : 0;
  }

  text(): string {
    return strictUtf8.decode(this.bytes());
  }

  bytes(): Uint8Array {
    const length = this.number(), start = this.#at;
    if (length > this.#end - start) throw truncated();
    this.#at = start + length;
    return this.#bytes.subarray(start, this.#at);
  }

  /** A varint, of which 32 bits count. */
  number(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.#at >= this.#end) throw truncated();
      const byte = this.#bytes[this.#at++]!;
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new RangeError("Cannot read message: a number has more than ten bytes");
  }

  skip(tag: number): void {
    const kind = tag & 7;
    if (kind === VARINT) this.number();
    else if (kind === LENGTH) this.bytes();
    else if (kind === FIXED32 || kind === FIXED64) {
      this.#at += kind === FIXED32 ? 4 : 8;
      if (this.#at > this.#end) throw truncated();
    } else throw new RangeError(`Cannot read message: field ${tag >>> 3} has an unknown kind of value, ${kind}`);
  }
}

function truncated(): RangeError {
  return new RangeError("Cannot read message: it ends within a field");
}

/** The bytes that texts take at most, with their tags and lengths. */
function sizeOf(...texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + 3 * length + 2 * VARINT_BYTES, 0);
}

/** `nx.internal.ProxyCommandRequest`. */
export const REQUEST: Codec<ProxyCommandRequest> = {
  encode(message) {
    const { hubDeviceId, childRef, endpointKey, payload, correlationId, callerCorrelationId, callerDeviceId } = message;
    const texts = sizeOf(hubDeviceId, childRef, endpointKey, correlationId, callerCorrelationId, callerDeviceId);
    const writer = new Writer(texts + payload.length + 6 * VARINT_BYTES);
    writer.text(1, hubDeviceId);
    writer.text(2, childRef);
    writer.text(3, endpointKey);
    writer.bytes(4, payload);
    writer.text(5, correlationId);
    writer.number(16, message.timeoutMs);
    writer.text(17, callerCorrelationId);
    writer.text(18, callerDeviceId);
    writer.number(19, message.control);
    return writer.written;
  },
  decode(bytes) {
    const reader = new Reader(bytes);
    const message: ProxyCommandRequest = {
      $typeName: "nx.internal.ProxyCommandRequest",
      hubDeviceId: "",
      childRef: "",
      endpointKey: "",
      payload: EMPTY,
      correlationId: "",
      timeoutMs: 0,
      callerCorrelationId: "",
      callerDeviceId: "",
      control: 0,
    };
    for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
      switch (tag) {
        case 1 << 3 | LENGTH:
          message.hubDeviceId = reader.text();
          break;
        case 2 << 3 | LENGTH:
          message.childRef = reader.text();
          break;
        case 3 << 3 | LENGTH:
          message.endpointKey = reader.text();
          break;
        case 4 << 3 | LENGTH:
          message.payload = reader.bytes();
          break;
        case 5 << 3 | LENGTH:
          message.correlationId = reader.text();
          break;
        case 16 << 3 | VARINT:
          message.timeoutMs = reader.number();
          break;
        case 17 << 3 | LENGTH:
          message.callerCorrelationId = reader.text();
          break;
        case 18 << 3 | LENGTH:
          message.callerDeviceId = reader.text();
          break;
        case 19 << 3 | VARINT:
          message.control = reader.number() | 0;
          break;
        default:
          reader.skip(tag);
      }
    }
    return message;
  },
};

/** `nx.internal.ProxyCommandResponse`. */
export const RESPONSE: Codec<ProxyCommandResponse> = {
  encode(message) {
    const { data, correlationId, hubDeviceId, endpointKey, features, code, event } = message;
    const eventBytes = event === undefined ? EMPTY : toBinary(HubEventSchema, event);
    const texts = sizeOf(message.message, correlationId, hubDeviceId, endpointKey, code, ...features);
    const writer = new Writer(texts + data.length + eventBytes.length + 8 * VARINT_BYTES);
    writer.number(1, Number(message.success));
    writer.text(2, message.message);
    writer.bytes(3, data);
    writer.text(4, correlationId);
    writer.text(16, hubDeviceId);
    writer.text(17, endpointKey);
    for (const feature of features) writer.message(18, utf8.encode(feature));
    writer.number(19, message.maxInFlight);
    writer.text(20, code);
    if (event !== undefined) writer.message(21, eventBytes);
    return writer.written;
  },
  decode(bytes) {
    const reader = new Reader(bytes);
    const message: ProxyCommandResponse = {
      $typeName: "nx.internal.ProxyCommandResponse",
      success: false,
      message: "",
      data: EMPTY,
      correlationId: "",
      hubDeviceId: "",
      endpointKey: "",
      features: [],
      maxInFlight: 0,
      code: "",
    };
    let event: HubEvent | undefined;
    for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
      switch (tag) {
        case 1 << 3 | VARINT:
          message.success = reader.number() !== 0;
          break;
        case 2 << 3 | LENGTH:
          message.message = reader.text();
          break;
        case 3 << 3 | LENGTH:
          message.data = reader.bytes();
          break;
        case 4 << 3 | LENGTH:
          message.correlationId = reader.text();
          break;
        case 16 << 3 | LENGTH:
          message.hubDeviceId = reader.text();
          break;
        case 17 << 3 | LENGTH:
          message.endpointKey = reader.text();
          break;
        case 18 << 3 | LENGTH:
          message.features.push(reader.text());
          break;
        case 19 << 3 | VARINT:
          message.maxInFlight = reader.number();
          break;
        case 20 << 3 | LENGTH:
          message.code = reader.text();
          break;
        case 21 << 3 | LENGTH:
          event = fromBinary(HubEventSchema, reader.bytes());
          break;
        default:
          reader.skip(tag);
      }
    }
    if (event !== undefined) message.event = event;
    return message;
  },
};

const EMPTY = new Uint8Array(0);
