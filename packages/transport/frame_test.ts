import assert from "node:assert/strict";
import { ConnectionError, ProtocolError } from "./errors.ts";
import { encodeFrame, FrameDecoder } from "./frame.ts";

const PAYLOADS = [Uint8Array.of(1), Uint8Array.of(2, 3, 4, 5, 6), new Uint8Array(300).fill(7), Uint8Array.of(8, 9)];
const STREAM = new Uint8Array(PAYLOADS.flatMap((payload) => [...encodeFrame(payload)]));

const TOO_LONG_HEADER = Uint8Array.of(1, 0, 0, 1);
const TOO_LONG = { name: "ProtocolError", code: "FrameTooLong" };

/** What comes out of a stream divided like this; the payloads are copied, as their views end with the next push. */
function payloadsOf(chunks: Uint8Array[]): Uint8Array[] {
  const decoder = new FrameDecoder();
  const payloads = chunks.flatMap((chunk) => decoder.push(chunk).map((payload) => payload.slice()));
  decoder.end();
  return payloads;
}

Deno.test("FrameDecoder.push() gives all frames of one chunk", () => {
  assert.deepEqual(payloadsOf([STREAM]), PAYLOADS);
});

Deno.test("FrameDecoder.push() gives the same frames for one byte at a time", () => {
  assert.deepEqual(payloadsOf(Array.from(STREAM, (byte) => Uint8Array.of(byte))), PAYLOADS);
});

Deno.test("FrameDecoder.push() gives the same frames for every two cuts of a stream", () => {
  for (let first = 0; first <= STREAM.length; first++) {
    for (let second = first; second <= STREAM.length; second += 7) {
      const chunks = [STREAM.subarray(0, first), STREAM.subarray(first, second), STREAM.subarray(second)];
      assert.deepEqual(payloadsOf(chunks), PAYLOADS, `cut at ${first} and ${second}`);
    }
  }
});

Deno.test("FrameDecoder.push() keeps a finished frame's bytes while the same chunk begins the next frame", () => {
  const decoder = new FrameDecoder();
  assert.deepEqual(decoder.push(STREAM.subarray(0, 7)), [PAYLOADS[0]]);
  const payloads = decoder.push(STREAM.subarray(7, 200));
  assert.deepEqual(payloads, [PAYLOADS[1]]);
  assert.equal(decoder.pending, 200 - 14);
});

Deno.test("FrameDecoder.push() gives a view into the chunk where a frame arrives whole", () => {
  const [payload] = new FrameDecoder().push(STREAM);
  assert.equal(payload?.buffer, STREAM.buffer);
});

Deno.test("FrameDecoder.push() reads a frame of 16 MiB", () => {
  const payload = new Uint8Array(16_777_216).fill(1);
  payload[16_777_215] = 2;
  const frame = encodeFrame(payload);
  const decoder = new FrameDecoder();
  const payloads: Uint8Array[] = [];
  for (let at = 0; at < frame.length; at += 65_536) payloads.push(...decoder.push(frame.subarray(at, at + 65_536)));
  assert.equal(payloads.length, 1);
  assert.deepEqual(payloads[0], payload);
});

Deno.test("FrameDecoder.push() refuses 16 MiB and 1 byte from the header alone", () => {
  assert.throws(() => new FrameDecoder().push(TOO_LONG_HEADER), {
    ...TOO_LONG,
    message: "Cannot read frame: length 16777217 exceeds maxFrameBytes 16777216",
  });
});

Deno.test("FrameDecoder.push() refuses the longest length and a limit of the caller", () => {
  assert.throws(() => new FrameDecoder().push(Uint8Array.of(255, 255, 255, 255)), {
    ...TOO_LONG,
    message: "Cannot read frame: length 4294967295 exceeds maxFrameBytes 16777216",
  });
  assert.throws(() => new FrameDecoder(4).push(Uint8Array.of(5, 0, 0, 0)), {
    ...TOO_LONG,
    message: "Cannot read frame: length 5 exceeds maxFrameBytes 4",
  });
});

Deno.test("FrameDecoder.push() does not allocate an announced 16 MiB", () => {
  const bytes = () => Deno.memoryUsage().external;
  const decoders: FrameDecoder[] = [];
  const before = bytes();
  for (let count = 0; count < 64; count++) {
    const decoder = new FrameDecoder();
    decoder.push(Uint8Array.of(0, 0, 0, 1, 42));
    decoders.push(decoder);
  }
  assert.equal(decoders.length, 64);
  assert.ok(bytes() - before < 16_777_216, `64 begun frames hold ${bytes() - before} bytes`);
});

Deno.test("FrameDecoder.push() refuses a frame without payload", () => {
  assert.throws(() => new FrameDecoder().push(new Uint8Array(4)), {
    name: "ProtocolError",
    code: "FrameEmpty",
    message: "Cannot read frame: length 0 is below 1, no message is empty",
  });
});

Deno.test("FrameDecoder.failure keeps a bad length behind complete frames, in every division", () => {
  const stream = new Uint8Array([...STREAM, ...TOO_LONG_HEADER]);
  for (let cut = 0; cut <= stream.length; cut++) {
    const decoder = new FrameDecoder();
    const payloads: Uint8Array[] = [];
    assert.throws(() => {
      for (const chunk of [stream.subarray(0, cut), stream.subarray(cut)]) {
        payloads.push(...decoder.push(chunk).map((payload) => payload.slice()));
      }
      decoder.end();
    }, TOO_LONG);
    assert.deepEqual(payloads, PAYLOADS, `cut at ${cut}`);
    assert.ok(decoder.failure instanceof ProtocolError);
    assert.throws(() => decoder.push(STREAM), TOO_LONG);
  }
});

Deno.test("FrameDecoder.pending counts the bytes of the incomplete frame", () => {
  const decoder = new FrameDecoder();
  assert.equal(decoder.pending, 0);
  decoder.push(STREAM.subarray(0, 2));
  assert.equal(decoder.pending, 2);
  decoder.push(STREAM.subarray(2, 10));
  assert.equal(decoder.pending, 5);
  decoder.push(STREAM.subarray(10));
  assert.equal(decoder.pending, 0);
});

Deno.test("FrameDecoder.end() names how much of a header or payload has arrived", () => {
  const cases: [number, string][] = [
    [3, "Cannot read frame: the stream ended after 3 of 4 header bytes"],
    [9, "Cannot read frame: the stream ended after 0 of 5 payload bytes"],
    [12, "Cannot read frame: the stream ended after 3 of 5 payload bytes"],
  ];
  for (const [cut, message] of cases) {
    const decoder = new FrameDecoder();
    decoder.push(STREAM.subarray(0, cut));
    assert.throws(() => decoder.end(), { name: "ConnectionError", code: "FrameTruncated", message });
    assert.throws(() => decoder.end(), ConnectionError);
  }
});

Deno.test("encodeFrame() refuses an empty payload and one over the limit", () => {
  assert.throws(() => encodeFrame(new Uint8Array(0)), {
    name: "ProtocolError",
    code: "FrameEmpty",
    message: "Cannot write frame: length 0 is below 1, no message is empty",
  });
  assert.throws(() => encodeFrame(new Uint8Array(5), 4), {
    ...TOO_LONG,
    message: "Cannot write frame: length 5 exceeds maxFrameBytes 4",
  });
});
