import { deepEqual, equal, match } from "node:assert/strict";
import { judge } from "./aims.ts";
import type { CodecReport, MessageName } from "./measure.ts";
import { BINCODE, HAND, POSTCARD } from "./names.ts";
import { reportLines } from "./report.ts";
import type { MessageTimes } from "./times.ts";

/** Times that just reach every aim. */
function times(json = 1): MessageTimes {
  const decode = { [BINCODE]: 0.65, [POSTCARD]: 0.78, "JSON": json, "msgpackr": 0.65 / 0.35, [HAND]: 0.65 };
  const encode = { [BINCODE]: 1.15, [POSTCARD]: 1.38, "JSON": json, "msgpackr": 1.15 / 0.75, [HAND]: 1 };
  return { decode, encode, bytes: Object.fromEntries(Object.keys(decode).map((name) => [name, 1_000])) };
}

function report(changed: Partial<Record<MessageName, MessageTimes>> = {}): CodecReport {
  return {
    runtime: "Deno",
    failures: [],
    times: {
      "100,000 cells": times(),
      "10,000 cells": times(),
      "Ping": times(),
      "Hello": times(),
      "Hello's answer": times(),
      ...changed,
    },
    walk: {
      walks: [{ name: BINCODE, wasm: { decode: 2, encode: 1 }, native: null }],
      failure: "cargo is not installed",
    },
    memory: {
      costs: [{ name: "mixed cells", frameBytes: 16_777_216, decode: 5, encode: 5, decodeMs: 1, encodeMs: 1 }],
      instances: 2,
      held: 0,
    },
    footprint: { rawBytes: 150_000, gzipBytes: 50_000, emptyMs: 20, importMs: 25 },
  };
}

const misses = (report: CodecReport): [string, number | null][] =>
  judge(report).filter(({ isMet }) => !isMet).map(({ name, value }) => [name, value]);

Deno.test("judge() meets aims that are just reached", () => {
  deepEqual(misses(report()), []);
});

Deno.test("judge() misses the aims of the slower message, and no other", () => {
  deepEqual(misses(report({ "10,000 cells": times(0.1) })), []);
  deepEqual(misses(report({ "100,000 cells": times(0.5) })), [
    ["100,000 cells: decode to JSON", 1.3],
    ["100,000 cells: encode to JSON", 2.3],
  ]);
});

Deno.test("judge() does not meet the aim for a rival that could not be loaded", () => {
  const { decode: { msgpackr: _, ...decode }, encode, bytes } = times();
  deepEqual(misses(report({ "100,000 cells": { decode, encode, bytes } })), [
    ["100,000 cells: decode to msgpackr", null],
  ]);
});

Deno.test("reportLines() says what was not measured and why, and names the most expensive shape", () => {
  const { decode: { msgpackr: _, ...decode }, encode, bytes } = times();
  const partial = report({ "100,000 cells": { decode, encode, bytes } });
  const lines = reportLines(partial, judge(partial));
  match(lines.find((line) => line.includes("decode to msgpackr"))!, /not measured +at most 0\.35x +missed$/);
  equal(lines.filter((line) => line.endsWith("missed")).length, 1);
  equal(lines.includes("  not measured natively: cargo is not installed"), true);
  match(lines.join("\n"), /most expensive: mixed cells; 0 of 2 instances/);
});
