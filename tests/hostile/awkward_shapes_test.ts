import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { decode, DEFAULT_LIMITS, encode, type Layout, MalformedError } from "@fluxwire/wire";
import { ROLES } from "../../packages/wire/codec.ts";
import { assertWritable, outcomeOf } from "./outcome.ts";
import { MAX_BYTES } from "./repeated.ts";
import { columnsThatLookFilled, listShapes, resultShapes, type Shape } from "./shapes.ts";
import { WatchedCodec } from "./watched_codec.ts";
import { threadMs } from "../thread_time.ts";

const watched = new WatchedCodec();
/** The memory limit of WebAssembly for a frame of 16 MiB, and its initial memory. */
const MAX_MIB = 160, START_MIB = 1.25;
/** Long enough for a slow machine, short enough to detect a hang. */
const MAX_MS = 20_000;
/** Each codec's newest layout. */
const NEWEST: readonly Layout[] = ["0.6", "0.8"];

/** The result of decoding a frame, and whether it kept within its share of the memory. */
interface Reading {
  isMessage: boolean;
  isWithin: boolean;
}

/** Decodes a frame under limits divided by `scale`. */
function read(shape: Shape, scale: number): Reading {
  watched.renew();
  const { instances } = watched;
  const label = `${shape.name} in layout ${shape.layout}, ${shape.count} times`;
  const limits = {
    maxResponseValues: Math.floor(DEFAULT_LIMITS.maxResponseValues / scale),
    maxRequestValues: Math.floor(DEFAULT_LIMITS.maxRequestValues / scale),
  };
  const start = threadMs();
  let isMessage = true;
  try {
    decode(shape.role, shape.layout, shape.payload, { limits });
  } catch (error) {
    ok(error instanceof MalformedError, `${label}: ${error}`);
    isMessage = false;
  }
  ok(threadMs() - start < MAX_MS, `${label}: ${threadMs() - start} ms`);
  strictEqual(watched.instances, instances, label);
  return { isMessage, isWithin: watched.memoryMiB <= START_MIB + MAX_MIB / scale };
}

const WELL: Reading = { isMessage: true, isWithin: true };

for (const layout of NEWEST) {
  Deno.test(`2 MiB of any kind of cell are read within an eighth of 160 MiB in layout ${layout}`, () => {
    for (const shape of resultShapes(layout, 8)) deepStrictEqual(read(shape, 8), WELL, shape.name);
  });
}

/** The shapes that took the most memory or time when all were tried at full size. */
const DEAREST = /^(small ints|a document of short keys|rows of texts beyond ASCII|one text|one byte string)$/;

Deno.test("16 MiB of the most expensive shapes are read within 160 MiB", () => {
  let count = 0;
  for (const shape of resultShapes("0.8", 1)) {
    if (!DEAREST.test(shape.name)) continue;
    deepStrictEqual(read(shape, 1), WELL, shape.name);
    count++;
  }
  strictEqual(count, 5);
});

Deno.test("any list of the tables, a 64th of 16 MiB long, is read within a 64th of 160 MiB", () => {
  let count = 0;
  const over: string[] = [];
  for (const layout of NEWEST) {
    for (const role of ROLES) {
      for (const shape of listShapes(role, layout, 64)) {
        if (!read(shape, 64).isWithin) over.push(`${shape.name} in layout ${layout}`);
        count++;
      }
    }
  }
  ok(count >= 314, `${count} lists`);
  deepStrictEqual(over, []);
});

Deno.test("a decoded awkward frame is encoded again within 160 MiB", () => {
  for (const shape of resultShapes("0.8", 8)) {
    const { envelope } = outcomeOf("response", "0.8", shape.payload, shape.name);
    ok(envelope !== null, shape.name);
    watched.renew();
    // A document keeps one entry for each key.
    ok(encode("response", "0.8", envelope).length <= shape.payload.length, shape.name);
    ok(watched.memoryMiB <= START_MIB + MAX_MIB / 8, `${shape.name}: ${watched.memoryMiB} MiB`);
  }
});

Deno.test("searching a reading for columns without one ends, with the strict reading's error", () => {
  const shape = columnsThatLookFilled(3_900);
  deepStrictEqual(read(shape, 1), { isMessage: false, isWithin: true });
});

Deno.test("a payload beyond a frame's limit is read or refused like any other", () => {
  const shape = [...resultShapes("0.6", 8)].find(({ name }) => name === "one text")!;
  const longer = new Uint8Array(MAX_BYTES + 1_000);
  longer.set(shape.payload);
  const { envelope } = outcomeOf("response", "0.6", longer, "a frame with 14 MiB left over");
  assertWritable("response", "0.6", envelope!, shape.name);
});
