/**
 * The frames of byte streams as bytes. Generated code copies each payload three times, which halves what a stream carries.
 *
 * @module
 */
import type { Codec } from "@fluxwire/grpc";
import type { FrameType, StreamRequest, StreamResponse } from "../generated/jumpstarter/v1/router_pb.ts";
import { MAX_PAYLOAD } from "./names.ts";

/** `bytes payload = 1`. */
const PAYLOAD_TAG = 0x0a;
/** `FrameType frame_type = 2`. */
const TYPE_TAG = 0x10;
const VARINT = 0, FIXED64 = 1, BYTES = 2, FIXED32 = 5;
const NOTHING = new Uint8Array(0);

type Frame = StreamRequest | StreamResponse;

/** The codec of one of the two messages, which have the same fields. */
export function frameCodec<Name extends Frame["$typeName"]>(name: Name): Codec<Extract<Frame, { $typeName: Name }>> {
  return {
    encode,
    release,
    decode(bytes) {
      const { payload, frameType } = decode(bytes);
      return { $typeName: name, payload, frameType } as Extract<Frame, { $typeName: Name }>;
    },
  };
}

function encode({ payload, frameType }: Frame): Uint8Array {
  const length = payload.length, head = length === 0 ? 0 : 1 + varintBytes(length);
  const tail = (frameType as number) === 0 ? 0 : 2;
  const bytes = bytesOf(head + length + tail);
  if (length > 0) {
    bytes[0] = PAYLOAD_TAG;
    writeVarint(bytes, 1, length);
    bytes.set(payload, head);
  }
  if (tail > 0) {
    bytes[head + length] = TYPE_TAG;
    bytes[head + length + 1] = frameType;
  }
  return bytes;
}

/** A frame with the largest payload that is sent. */
const LARGE_BYTES = MAX_PAYLOAD + 16;
/** Shorter frames cost less than what they would keep. */
const SMALL_BYTES = 8_192;
/** Buffers that wait for the next frame: streams use them in turn. */
const MAX_SPARE = 4;

const spare: Uint8Array[] = [];

/** Without used buffers, each 64 KiB that a stream carries would be collected as garbage. */
function bytesOf(length: number): Uint8Array {
  if (length < SMALL_BYTES || length > LARGE_BYTES) return new Uint8Array(length);
  return (spare.pop() ?? new Uint8Array(LARGE_BYTES)).subarray(0, length);
}

function release({ buffer }: Uint8Array): void {
  if (buffer.byteLength === LARGE_BYTES && spare.length < MAX_SPARE) spare.push(new Uint8Array(buffer));
}

/** @throws {RangeError} For bytes that are no message. */
function decode(bytes: Uint8Array): { payload: Uint8Array; frameType: FrameType } {
  let payload = NOTHING as Uint8Array, frameType = 0, at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1;; scale *= 128) {
      if (at >= bytes.length || scale > 2 ** 63) throw new RangeError("a frame is cut off, or has an endless number");
      const byte = bytes[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const taken = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw new RangeError(`a frame is cut off: ${length} bytes do not follow`);
    return bytes.subarray(at, at += length);
  };
  while (at < bytes.length) {
    const tag = varint();
    if (tag === PAYLOAD_TAG) payload = taken(varint());
    else if (tag === TYPE_TAG) frameType = varint();
    else skip(tag % 8, varint, taken);
  }
  return { payload, frameType };
}

/** Passes over a field that this version does not know. */
function skip(wireType: number, varint: () => number, taken: (length: number) => Uint8Array): void {
  if (wireType === VARINT) varint();
  else if (wireType === BYTES) taken(varint());
  else if (wireType === FIXED64) taken(8);
  else if (wireType === FIXED32) taken(4);
  else throw new RangeError(`a frame has a field of wire type ${wireType}`);
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (; value >= 128; value = Math.floor(value / 128)) bytes++;
  return bytes;
}

function writeVarint(bytes: Uint8Array, at: number, value: number): void {
  for (; value >= 128; value = Math.floor(value / 128)) bytes[at++] = value % 128 + 128;
  bytes[at] = value;
}
