import { deepEqual, equal, throws } from "node:assert/strict";
import { FrameType, StreamRequestSchema, StreamResponseSchema } from "../generated/jumpstarter/v1/router_pb.ts";
import { create, fromBinary, toBinary } from "../protobuf.ts";
import { frameCodec } from "./frame_codec.ts";

const REQUEST = frameCodec("jumpstarter.v1.StreamRequest");
const RESPONSE = frameCodec("jumpstarter.v1.StreamResponse");

Deno.test("frameCodec() writes and reads the bytes of generated code", () => {
  for (const length of [0, 1, 127, 128, 16_383, 16_384, 65_536, 2_097_152]) {
    for (const frameType of [FrameType.DATA, FrameType.RST_STREAM, FrameType.PING, FrameType.GOAWAY]) {
      const payload = new Uint8Array(length).fill(7);
      const request = create(StreamRequestSchema, { payload, frameType });
      const bytes = toBinary(StreamRequestSchema, request);
      deepEqual(REQUEST.encode(request), bytes);
      deepEqual({ ...REQUEST.decode(bytes) }, { ...request });
      const response = create(StreamResponseSchema, { payload, frameType });
      deepEqual({ ...fromBinary(StreamResponseSchema, RESPONSE.encode(response)) }, { ...response });
    }
  }
});

Deno.test("frameCodec() takes fields in any order, the last of two, and passes over unknown ones", () => {
  const unknown = [0x18, 0x96, 0x01, 0x22, 2, 9, 9, 0x2d, 1, 2, 3, 4, 0x31, 1, 2, 3, 4, 5, 6, 7, 8];
  const bytes = Uint8Array.of(0x10, 7, ...unknown, 0x0a, 1, 1, 0x0a, 2, 5, 6);
  const { payload, frameType } = RESPONSE.decode(bytes);
  deepEqual([...payload], [5, 6]);
  equal(frameType, FrameType.GOAWAY);
  deepEqual({ ...fromBinary(StreamResponseSchema, bytes), $unknown: undefined }, {
    $typeName: "jumpstarter.v1.StreamResponse",
    payload,
    frameType,
    $unknown: undefined,
  });
});

Deno.test("frameCodec() refuses bytes that are no message", () => {
  for (const bytes of [[0x0a], [0x0a, 2, 1], [0x10], [0x10, 0x80], [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f], [0x0b]]) {
    throws(() => REQUEST.decode(Uint8Array.from(bytes)), RangeError, String(bytes));
  }
  throws(() => REQUEST.decode(Uint8Array.of(0x10, ...new Uint8Array(20).fill(0x80), 1)), RangeError);
});

Deno.test("frameCodec() uses a released buffer for the next large frame, and only then", () => {
  const frame = (fill: number) => create(StreamRequestSchema, { payload: new Uint8Array(65_536).fill(fill) });
  const first = REQUEST.encode(frame(1)), second = REQUEST.encode(frame(2));
  equal(first.buffer === second.buffer, false);
  REQUEST.release!(first);
  const third = REQUEST.encode(frame(3));
  equal(third.buffer === first.buffer, true);
  deepEqual(REQUEST.decode(second).payload, frame(2).payload);
  deepEqual(REQUEST.decode(third).payload, frame(3).payload);
});
