import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { ConnectionError, FrameDecoder, ProtocolError } from "@fluxwire/transport";
import { type Draw, onceIn, seededDraw } from "../../packages/testing/generate/draw.ts";

/** The number of streams. The seed of each is its number, and part of every failure. */
const STREAMS = 2_000;
const MAX_FRAME_BYTES = 300;

/** The frames of a stream: the payloads, then how it ended. */
interface Frames {
  payloads: string[];
  end: string;
}

/** Frames, some of them empty, too long or cut short; after such a one the rest is noise. */
function streamOf(draw: Draw): Uint8Array {
  const bytes: number[] = [];
  for (let i = draw.integer(0, 6); i > 0; i--) {
    const length = onceIn(draw, 15) ? draw.integer(0, 1) * 0x01000000 : draw.integer(1, MAX_FRAME_BYTES);
    bytes.push(...new Uint8Array(new Uint32Array([length]).buffer));
    bytes.push(...Array.from({ length: Math.min(length, MAX_FRAME_BYTES) }, () => draw.integer(0, 255)));
  }
  return Uint8Array.from(onceIn(draw, 3) ? bytes.slice(0, draw.integer(0, bytes.length)) : bytes);
}

/** Reads a stream in chunks of the lengths from `next`; each chunk is overwritten after it was pushed. */
function framesOf(stream: Uint8Array, next: (left: number) => number): Frames {
  const decoder = new FrameDecoder(MAX_FRAME_BYTES), payloads: string[] = [];
  try {
    for (let at = 0; at < stream.length;) {
      const chunk = stream.slice(at, at + next(stream.length - at));
      at += chunk.length;
      payloads.push(...decoder.push(chunk).map((payload) => payload.toHex()));
      chunk.fill(0xee);
    }
    decoder.end();
  } catch (error) {
    ok(error instanceof ProtocolError || error instanceof ConnectionError, String(error));
    return { payloads, end: error.message };
  }
  return { payloads, end: "clean" };
}

Deno.test("a stream gives the same frames and the same end in any division", () => {
  const ends = new Set<string>();
  for (let seed = 1; seed <= STREAMS; seed++) {
    const draw = seededDraw(seed), stream = streamOf(draw);
    const whole = framesOf(stream, (left) => left);
    deepStrictEqual(framesOf(stream, () => 1), whole, `bytes one by one, seed ${seed}`);
    deepStrictEqual(framesOf(stream, (left) => draw.integer(1, left)), whole, `any division, seed ${seed}`);
    deepStrictEqual(framesOf(stream, () => draw.integer(1, 7)), whole, `short chunks, seed ${seed}`);
    ends.add(whole.end.replaceAll(/\d+/g, "N"));
  }
  deepStrictEqual([...ends].sort(), [
    "Cannot read frame: length N exceeds maxFrameBytes N",
    "Cannot read frame: length N is below N, no message is empty",
    "Cannot read frame: the stream ended after N of N header bytes",
    "Cannot read frame: the stream ended after N of N payload bytes",
    "clean",
  ]);
});

Deno.test("any header gives an error or waits for its payload", () => {
  const draw = seededDraw(1);
  for (let i = 0; i < STREAMS; i++) {
    const length = draw.integer(0, onceIn(draw, 2) ? 600 : 0xffff_ffff);
    const decoder = new FrameDecoder(MAX_FRAME_BYTES);
    const push = () => decoder.push(new Uint8Array(new Uint32Array([length]).buffer));
    if (length >= 1 && length <= MAX_FRAME_BYTES) deepStrictEqual(push(), []);
    else throws(push, { name: "ProtocolError", code: length === 0 ? "FrameEmpty" : "FrameTooLong" });
  }
});

Deno.test("a thousand frames announced with 16 MiB and never sent take almost no memory", () => {
  const before = Deno.memoryUsage().external;
  const decoders = Array.from({ length: 1_000 }, () => {
    const decoder = new FrameDecoder();
    deepStrictEqual(decoder.push(Uint8Array.of(0, 0, 0, 1, 7)), []);
    return decoder;
  });
  const taken = (Deno.memoryUsage().external - before) / 2 ** 20;
  ok(taken < 100, `${taken} MiB`);
  for (const decoder of decoders) strictEqual(decoder.pending, 5);
});
