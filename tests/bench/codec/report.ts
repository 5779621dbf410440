/**
 * The codec's numbers as text for a terminal.
 *
 * @module
 */
import { align } from "../align.ts";
import type { Verdict } from "./aims.ts";
import type { CodecReport } from "./measure.ts";
import type { MemoryReport } from "./memory.ts";
import { BINCODE } from "./names.ts";
import type { MessageTimes } from "./times.ts";
import type { WalkReport } from "./walk.ts";

/** The lines of the report: each message, walkers, memory, footprint, then each aim with its number. */
export function reportLines(report: CodecReport, verdicts: readonly Verdict[]): string[] {
  const { footprint: { rawBytes, gzipBytes, emptyMs, importMs } } = report;
  return [
    `${report.runtime}; medians, by turns in one process; ratios to ${BINCODE}`,
    ...report.failures,
    ...Object.entries(report.times).flatMap(([message, times]) => ["", message, ...timesLines(times)]),
    "",
    ...walkLines(report.walk),
    "",
    ...memoryLines(report.memory),
    "",
    "Footprint",
    ...align([
      ["WebAssembly", inUnit(rawBytes / 1_000, "KB")],
      ["after gzip", inUnit(gzipBytes / 1_000, "KB")],
      ["deno run of an empty file", inUnit(emptyMs, "ms")],
      ["deno run of a file that imports the codec", inUnit(importMs, "ms")],
    ]),
    "",
    "Aims",
    ...align(verdicts.map(({ name, value, aim, unit, isMet }) => [
      name,
      value === null ? "not measured" : inUnit(value, unit),
      `at most ${inUnit(aim, unit)}`,
      isMet ? "met" : "missed",
    ])),
  ];
}

function timesLines({ decode, encode, bytes }: MessageTimes): string[] {
  const rows = Object.keys(decode).map((name) => [
    name,
    micros(decode[name]!),
    inUnit(decode[name]! / decode[BINCODE]!, "x"),
    micros(encode[name]!),
    inUnit(encode[name]! / encode[BINCODE]!, "x"),
    bytes[name]!.toLocaleString("en"),
  ]);
  return align([["", "decode", "", "encode", "", "bytes"], ...rows]);
}

function walkLines({ walks, failure }: WalkReport): string[] {
  const rows = walks.map(({ name, wasm, native }) => [
    name,
    micros(wasm.decode),
    native === null ? "-" : micros(native.decode),
    native === null ? "-" : inUnit(wasm.decode / native.decode, "x"),
    micros(wasm.encode),
    native === null ? "-" : micros(native.encode),
    native === null ? "-" : inUnit(wasm.encode / native.encode, "x"),
  ]);
  return [
    "The walkers alone, 100,000 cells: bytes to tape, tape to bytes",
    ...align([["", "decode", "native", "", "encode", "native", ""], ...rows]),
    ...(failure === null ? [] : [`  not measured natively: ${failure}`]),
  ];
}

function memoryLines({ costs, instances, held }: MemoryReport): string[] {
  const dearest = costs.reduce((one, other) => most(other) > most(one) ? other : one);
  const rows = costs.map(({ name, frameBytes, decode, decodeMs, encode, encodeMs }) => [
    name,
    `${(frameBytes / 2 ** 20).toFixed(1)} MiB`,
    inUnit(decode, "x"),
    inUnit(decodeMs, "ms"),
    inUnit(encode, "x"),
    inUnit(encodeMs, "ms"),
  ]);
  return [
    "WebAssembly's memory besides the values, relative to the frame, and the time of one call in a new instance",
    ...align([["", "frame", "decode", "", "encode", ""], ...rows]),
    `  most expensive: ${dearest.name}; ${held} of ${instances} instances still hold more than 32 MiB`,
  ];
}

function most({ decode, encode }: MemoryReport["costs"][number]): number {
  return Math.max(decode, encode);
}

function micros(us: number): string {
  return us < 100 ? `${us.toFixed(2)} us` : `${(us / 1_000).toFixed(3)} ms`;
}

function inUnit(value: number, unit: Verdict["unit"]): string {
  return unit === "x" ? `${value.toFixed(2)}x` : `${value.toFixed(unit === "us" ? 2 : 1)} ${unit}`;
}
