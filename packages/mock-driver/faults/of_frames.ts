/**
 * Faults of frames: their length, their content, where they end.
 *
 * @module
 */
import { codecOf, type DriverResponseBody, encode, type Layout } from "@fluxwire/wire";
import { concat } from "../concat.ts";
import type { Answer, Fault } from "./fault.ts";
import { ofPayloads, ofWrites } from "./spared.ts";

/** One byte more than the protocol's longest frame. */
const TOO_LONG = 16 * 2 ** 20 + 1;

/** A text of six bytes, which marks the place of a bomb. */
const PLACE = "\x01bomb\x01";

/** The faults of frames. */
export const FRAME_FAULTS: Readonly<Record<string, Fault>> = {
  "garbage": ofPayloads(
    "Sends random bytes as a frame instead of an answer.",
    (_, __, { n, random }) => random.bytes(n),
    { what: "bytes", default: 64 },
  ),
  "wrong-codec": ofPayloads(
    "Answers in the wrong codec.",
    (_, { envelope }, __, { layout }) => encode("response", codecOf(layout) === "bincode" ? "0.7.1" : "0.6", envelope),
  ),
  "unknown-variant": ofPayloads("Answers with an unknown type of response.", (_, { envelope }, __, { layout }) => {
    const payload = encode("response", layout, { ...envelope, body: { type: "Pong" } });
    payload[payload.length - (codecOf(layout) === "bincode" ? 4 : 1)] = 99;
    return payload;
  }),
  "bad-utf8": ofPayloads("Makes a text of an answer invalid UTF-8.", (payload, { envelope }) => {
    const at = textsOf(envelope.body).map((text) => indexOf(payload, text)).find((index) => index >= 0);
    if (at === undefined) return null;
    payload[at] = 0xff;
    return payload;
  }),
  "depth-bomb": ofPayloads(
    "Nests lists in the first cell of a result.",
    (_, answer, { n }, { layout }) => withBytes(answer, layout, nested(layout, n)),
    { what: "levels", default: 10_000 },
  ),
  "count-bomb": ofPayloads(
    "Announces a list of impossible length in the first cell of a result.",
    (_, answer, { n }, { layout }) => withBytes(answer, layout, list(layout, n)),
    { what: "announced elements", default: 4_294_967_295 },
  ),
  "trailing-bytes": ofPayloads(
    "Adds meaningless bytes to the end of a frame.",
    (payload, _, { n }) => concat([payload, new Uint8Array(n)]),
    { what: "bytes", default: 8 },
  ),
  "truncated-body": ofPayloads(
    "Cuts off the end of an answer, and sends the shorter length.",
    (payload, _, { n }) => payload.subarray(0, Math.max(1, payload.length - n)),
    { what: "bytes", default: 8 },
  ),
  "oversize": ofWrites(
    "frame",
    "Announces an oversized frame, and sends an answer as its beginning.",
    async (bytes, next, { n }) => await next(concat([prefix(n), bytes.subarray(4)])),
    { what: "announced bytes", default: TOO_LONG },
  ),
  "empty-frame": ofWrites("frame", "Sends an empty frame before each answer.", async (bytes, next) => {
    await next(concat([prefix(0), bytes]));
  }),
  "half-frame-close": ofWrites(
    "frame",
    "Closes the connection in the middle of an answer.",
    async (bytes, next, _, line) => {
      await next(bytes.subarray(0, bytes.length >> 1));
      line.close();
    },
  ),
  "half-frame-silence": ofWrites("frame", "Stops in the middle of an answer, and sends nothing more.", async (
    bytes,
    next,
    _,
    line,
  ) => {
    await next(bytes.subarray(0, bytes.length >> 1));
    line.mute();
  }),
};

function prefix(length: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length, true);
  return bytes;
}

/** Every text in a body. Names of variants are among them, but do not occur in the bytes. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return value.length > 2 ? [value] : [];
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [];
  return Object.values(value).flatMap(textsOf);
}

function indexOf(bytes: Uint8Array, text: string): number {
  const part = new TextEncoder().encode(text);
  return bytes.findIndex((_, at) => part.every((byte, i) => bytes[at + i] === byte));
}

/** A result whose first cell is replaced by bytes; null if the answer has no cells. */
function withBytes({ envelope }: Answer, layout: Layout, cell: Uint8Array): Uint8Array | null {
  const { body } = envelope;
  if (body.type !== "ExecuteResult" && body.type !== "BrowseResult") return null;
  const [first, ...rows] = body.result.rows;
  if (first === undefined || first.length === 0) return null;
  const result = { ...body.result, rows: [[PLACE, ...first.slice(1)], ...rows] };
  const payload = encode("response", layout, { ...envelope, body: { ...body, result } as DriverResponseBody });
  const at = indexOf(payload, PLACE);
  const head = codecOf(layout) === "bincode" ? 12 : 2;
  return concat([payload.subarray(0, at - head), cell, payload.subarray(at + PLACE.length)]);
}

/** The beginning of a list: its tag and its count. */
function list(layout: Layout, count: number): Uint8Array {
  if (codecOf(layout) === "postcard") return Uint8Array.of(11, ...varint(count));
  const bytes = new Uint8Array(12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 11, true);
  view.setBigUint64(4, BigInt(count), true);
  return bytes;
}

/** Nested lists of one element, with a NULL inside. */
function nested(layout: Layout, depth: number): Uint8Array {
  const nothing = new Uint8Array(codecOf(layout) === "bincode" ? 4 : 1);
  return concat([...Array.from({ length: depth }, () => list(layout, 1)), nothing]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push(value % 128 | 128);
  return [...bytes, value];
}
