/**
 * The numbers as text for a terminal.
 *
 * @module
 */
import type { BenchReport, Verdict } from "./aims.ts";
import { align } from "./align.ts";
import type { PingTimes } from "./ping.ts";

/** The lines of the report: round trips, starts, then each aim with its number. */
export function reportLines({ ping, start, probe }: BenchReport, verdicts: readonly Verdict[]): string[] {
  const row = (name: string, times: PingTimes): string[] => [
    name,
    `${times.p50Us.toFixed(1)} us`,
    `${times.p99Us.toFixed(1)} us`,
    ratio(times.p50Us, ping.raw.p50Us),
    ratio(times.p99Us, ping.raw.p99Us),
    `${(times.framesPerSecond / 1_000).toFixed(1)} k/s`,
    ratio(times.framesPerSecond, ping.raw.framesPerSecond),
  ];
  return [
    `Round trip of Ping over a local socket: ${ping.samples} each, warm, by turns in ${ping.rounds} blocks`,
    ...align([
      ["", "p50", "p99", "p50 ratio", "p99 ratio", "pipelined", "ratio"],
      row("raw echo of the same bytes", ping.raw),
      row("client and SDK driver", ping.sdk),
      row("client and mock driver", ping.mock),
      row("client and SDK driver, recorded", ping.recorded),
      row("client and SDK driver, recorded, five secrets known", ping.masked),
    ]),
    "",
    `Start: median of ${start.runs} each, by turns`,
    ...align([
      ["deno run of an empty file, spawn to exit", `${start.emptyMs.toFixed(1)} ms`],
      ["mock driver, spawn to first Hello answered", `${start.mockMs.toFixed(1)} ms`],
      ["difference", `${start.aboveMs.toFixed(1)} ms`],
    ]),
    "",
    `Cold probe: median of ${probe.runs} each, by turns, spawn to exit`,
    ...align([
      ["deno run of an empty file", `${probe.emptyMs.toFixed(1)} ms`],
      ["probe ping of a running driver", `${probe.runningMs.toFixed(1)} ms`],
      ["difference", `${probe.aboveMs.toFixed(1)} ms`],
      ["with a token: the look-up of the owner adds", `${(probe.lookedUpMs - probe.runningMs).toFixed(1)} ms`],
      ["probe ping, which starts and stops the mock driver", `${probe.mockMs.toFixed(1)} ms`],
    ]),
    "",
    "Aims",
    ...align(verdicts.map(({ name, value, aim, bound, unit, isMet }) => [
      name,
      inUnit(value, unit),
      `${bound} ${inUnit(aim, unit)}`,
      isMet ? "met" : "missed",
    ])),
  ];
}

function ratio(value: number, floor: number): string {
  return inUnit(value / floor, "x");
}

function inUnit(value: number, unit: Verdict["unit"]): string {
  return unit === "x" ? `${value.toFixed(2)}x` : `${value.toFixed(1)} ms`;
}
