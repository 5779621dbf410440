/**
 * The aims of the codec's numbers, and whether they are met.
 *
 * @module
 */
import type { CodecReport, MessageName } from "./measure.ts";
import { BINCODE, HAND, POSTCARD } from "./names.ts";

/** One number and its aim. */
export interface Verdict {
  /** The name of the number. */
  name: string;
  /** The number; null if it could not be measured, which meets no aim. */
  value: number | null;
  /** Its upper bound. */
  aim: number;
  /** The unit of both. */
  unit: "x" | "us" | "ms" | "KB";
  /** Whether the aim is met. */
  isMet: boolean;
}

/** Compares each number with its aim. */
export function judge(report: CodecReport): Verdict[] {
  const { footprint, memory } = report;
  const [cells, ping] = ["100,000 cells", "Ping"] as const;
  const largest = memory.costs.filter(({ name }) => name.startsWith("mixed"));
  return [
    ratio(report, cells, "decode", "JSON", 0.65),
    ratio(report, cells, "decode", "msgpackr", 0.35),
    ratio(report, cells, "decode", HAND, 1),
    ratio(report, cells, "encode", "JSON", 1.15),
    ratio(report, cells, "encode", "msgpackr", 0.75),
    ratio(report, cells, "decode", BINCODE, 1.2, POSTCARD),
    ratio(report, cells, "encode", BINCODE, 1.2, POSTCARD),
    ratio(report, ping, "decode", "JSON", 1),
    ratio(report, ping, "encode", "JSON", 2),
    ...(["Hello", "Hello's answer"] as const).flatMap((name) =>
      (["decode", "encode"] as const).map((way) =>
        verdict(`${name}: ${way}`, timeOf(report, name, way, POSTCARD), 3, "us")
      )
    ),
    verdict("WebAssembly", footprint.rawBytes / 1_000, 150, "KB"),
    verdict("WebAssembly after gzip", footprint.gzipBytes / 1_000, 50, "KB"),
    verdict("start-up of the import", footprint.importMs - footprint.emptyMs, 5, "ms"),
    verdict("memory to the frame, decode 16 MiB", Math.max(...largest.map(({ decode }) => decode)), 5, "x"),
    verdict("memory to the frame, encode 16 MiB", Math.max(...largest.map(({ encode }) => encode)), 5, "x"),
  ];
}

/** The ratio of Fluxwire's time to that of the rival whose name begins like this. */
function ratio(
  report: CodecReport,
  message: MessageName,
  way: "decode" | "encode",
  rival: string,
  aim: number,
  ours: string = BINCODE,
): Verdict {
  const [own, other] = [timeOf(report, message, way, ours), timeOf(report, message, way, rival)];
  const name = `${message}: ${way}${ours === BINCODE ? "" : ` ${ours}`} to ${rival}`;
  return verdict(name, own === null || other === null ? null : own / other, aim, "x");
}

function timeOf({ times }: CodecReport, message: MessageName, way: "decode" | "encode", name: string): number | null {
  return Object.entries(times[message][way]).find(([full]) => full.startsWith(name))?.[1] ?? null;
}

function verdict(name: string, value: number | null, aim: number, unit: Verdict["unit"]): Verdict {
  return { name, value, aim, unit, isMet: value !== null && value <= aim };
}
