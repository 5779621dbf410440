/**
 * Measures everything in this one process and prints it as JSON, for `../codec.ts`, which starts it with the collector
 * exposed and under the lock of this folder, away from the project's configuration.
 *
 * @module
 */
import { type FootprintReport, measureFootprint } from "./footprint.ts";
import { measureMemory, type MemoryReport } from "./memory.ts";
import { helloRequest, helloResponse, mixedRows, PING, resultOf } from "./messages.ts";
import { loadRivals } from "./rivals.ts";
import { measureResult, measureSmall, type MessageTimes } from "./times.ts";
import { measureWalk, type WalkReport } from "./walk.ts";

/** All measurements of one run. */
export interface CodecReport {
  /** The versions of Deno and V8. */
  runtime: string;
  /** Why a rival could not be loaded. */
  failures: string[];
  /** Each message, by name. */
  times: Record<MessageName, MessageTimes>;
  /** The walkers alone on the large result. */
  walk: WalkReport;
  /** A result of the largest frame. */
  memory: MemoryReport;
  /** Bytes and start-up time. */
  footprint: FootprintReport;
}

/** The messages. */
export type MessageName = "100,000 cells" | "10,000 cells" | "Ping" | "Hello" | "Hello's answer";

async function measure(): Promise<CodecReport> {
  const rivals = await loadRivals();
  const large = resultOf(mixedRows(10_000));
  const times = {
    "100,000 cells": measureResult(large, rivals, 45),
    "10,000 cells": measureResult(resultOf(mixedRows(1_000)), rivals, 90),
    "Ping": measureSmall("request", PING, rivals),
    "Hello": measureSmall("request", helloRequest(), rivals),
    "Hello's answer": measureSmall("response", helloResponse(), rivals),
  };
  return {
    runtime: `Deno ${Deno.version.deno}, V8 ${Deno.version.v8}`,
    failures: rivals.failures,
    times,
    walk: await measureWalk(large),
    footprint: await measureFootprint(),
    memory: await measureMemory(),
  };
}

if (import.meta.main) console.log(JSON.stringify(await measure()));
