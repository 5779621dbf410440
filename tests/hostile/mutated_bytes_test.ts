import { ok } from "node:assert/strict";
import { codecOf, encode, type Layout, LAYOUTS, type Role } from "@fluxwire/wire";
import { ROLES } from "../../packages/wire/codec.ts";
import { seededDraw } from "../../packages/testing/generate/draw.ts";
import { bodiesOf, messageOf } from "../../packages/testing/generate/message_of.ts";
import { readVectors } from "../vectors/vectors.ts";
import { assertWritable, outcomeOf } from "./outcome.ts";
import { WatchedCodec } from "./watched_codec.ts";

const watched = new WatchedCodec();
/** The memory of a codec that does not allocate by announced lengths, for frames of some hundred bytes. */
const SMALL_MIB = 2;

/** A payload of a known kind. */
interface Sample {
  role: Role;
  layout: Layout;
  payload: Uint8Array;
  label: string;
}

/** Vectors with different bytes; a bare value is as good a start as a frame. */
const VECTORS = [...new Map(readVectors().map((vector) => [vector.payload.toHex(), vector])).values()];
const FRAMES: Sample[] = VECTORS.flatMap(({ role, layout, payload, name }) =>
  role === null ? [] : [{ role, layout, payload, label: `${name} (${layout})` }]
);

/** One message of every body, in the codecs' newest layouts. */
const MESSAGES: Sample[] = (["0.6", "0.8"] as const).flatMap((layout) =>
  ROLES.flatMap((role) =>
    bodiesOf(role, layout).map((body, seed) => {
      const payload = encode(role, layout, messageOf(seededDraw(seed), role, layout, body));
      return { role, layout, payload, label: `${role} ${body} (${layout}), seed ${seed}` };
    })
  )
);

function read({ role, layout, payload, label }: Sample): "message" | "error" {
  const { envelope, error } = outcomeOf(role, layout, payload, label);
  if (error !== null) return "error";
  assertWritable(role, layout, envelope, label);
  return "message";
}

/** Decodes samples and asserts that some gave messages, some errors, and none a trap or more memory. */
function readAll(samples: Iterable<Sample>): void {
  const counts = { message: 0, error: 0 };
  for (const sample of samples) counts[read(sample)]++;
  ok(counts.message > 0 && counts.error > 0, JSON.stringify(counts));
  ok(watched.instances === 1, "an instance failed");
  ok(watched.memoryMiB <= SMALL_MIB, `${watched.memoryMiB} MiB`);
}

Deno.test("every truncation of every vector gives an error or a message, in every layout and role", () =>
  readAll(function* () {
    for (const { payload, name } of VECTORS) {
      for (const layout of LAYOUTS) {
        for (const role of ROLES) {
          for (let length = 0; length <= payload.length; length++) {
            yield { role, layout, payload: payload.subarray(0, length), label: `${name} cut to ${length}` };
          }
        }
      }
    }
  }()));

Deno.test("every flipped bit of every frame gives an error or a message", () =>
  readAll(function* () {
    for (const frame of FRAMES) {
      for (let bit = 0; bit < frame.payload.length * 8; bit++) {
        const payload = frame.payload.slice();
        payload[bit >> 3]! ^= 1 << (bit & 7);
        yield { ...frame, payload, label: `${frame.label} with bit ${bit} flipped` };
      }
    }
  }()));

Deno.test("every message of another codec, layout or role gives an error or a message", () =>
  readAll(function* () {
    for (const { payload, label } of MESSAGES) {
      for (const layout of LAYOUTS) {
        for (const role of ROLES) yield { role, layout, payload, label: `${label} as ${role} (${layout})` };
      }
    }
  }()));

/** False lengths and counts: fixed width for bincode, 64 and 32 bits; varints for postcard. */
const BOMBS: Readonly<Record<"bincode" | "postcard", readonly string[]>> = {
  bincode: ["ffffffffffffffff", "0000000001000000", "0000000100000000", "ffffffff"],
  postcard: ["ffffffffffffffffff01", "ffffffff0f", "80808008", "ffffffffffffffffffffff"],
};

Deno.test("a length bomb at every place of every message gives an error or a message, and allocates no memory", () =>
  readAll(function* () {
    for (const sample of [...FRAMES, ...MESSAGES]) {
      const codec = codecOf(sample.layout);
      for (const hex of BOMBS[codec]) {
        const bomb = Uint8Array.fromHex(hex), replaced = codec === "bincode" ? bomb.length : 1;
        for (let at = 0; at + replaced <= sample.payload.length; at++) {
          const payload = spliced(sample.payload, at, replaced, bomb);
          yield { ...sample, payload, label: `${sample.label} with ${hex} at ${at}` };
        }
      }
    }
  }()));

function spliced(bytes: Uint8Array, at: number, removed: number, inserted: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length - removed + inserted.length);
  result.set(bytes.subarray(0, at));
  result.set(inserted, at);
  result.set(bytes.subarray(at + removed), at + inserted.length);
  return result;
}

Deno.test("a byte that UTF-8 does not have, at every place of every message, gives an error or a message", () =>
  readAll(function* () {
    for (const sample of [...FRAMES, ...MESSAGES]) {
      for (const byte of [0xff, 0x80]) {
        for (let at = 0; at < sample.payload.length; at++) {
          const label = `${sample.label} with ${byte} at ${at}`;
          yield { ...sample, payload: sample.payload.with(at, byte), label };
        }
      }
    }
  }()));
