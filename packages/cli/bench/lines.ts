/**
 * The lines of a bench.
 *
 * @module
 */
import { columnLines } from "../render/columns.ts";
import { oneLine } from "@fluxwire/command";
import type { Ratios } from "./comparison.ts";
import type { Measurement } from "./measurement.ts";
import type { Times } from "./times.ts";

/** The lines of one measurement. */
export function measurementLines(one: Measurement): string[] {
  const { corrected, uncorrected, expectedIntervalMs } = one.times;
  const how = expectedIntervalMs === null
    ? "counting from when each call was due"
    : `expecting a call every ${msText(expectedIntervalMs)}`;
  const rows = [
    ["", "p50", "p90", "p99", "p99.9", "max", "a second"],
    ["corrected", ...timeCells(corrected), rateText(one.rate)],
    ["uncorrected", ...timeCells(uncorrected), ""],
    ...one.floor === null ? [] : [
      ["raw echo", ...timeCells(one.floor.times.corrected), rateText(one.floor.rate)],
      ["to raw echo", ...ratioCells(one.floor.ratios)],
    ],
    ...one.comparison === null ? [] : [["to saved run", ...ratioCells(one.comparison)]],
  ];
  return [
    `${oneLine(one.name)}: ${countsText(one)}`,
    ...columnLines(rows.map(([head, ...cells]) => [head!, ...cells.map((cell) => cell.padStart(9))]))
      .map((line) => `  ${line}`),
    `  corrected for calls delayed while the driver was stalled, ${how}`,
    ...one.conditions.map(verdictLine),
  ];
}

function countsText({ calls, bytes, elapsedMs }: Measurement): string {
  const errors = Object.entries(calls.errors).map(([code, count]) => `${count} ${code}`);
  const failures = [
    ...errors,
    ...calls.unanswered > 0 ? [`${calls.unanswered} unanswered`] : [],
    ...calls.unsent > 0 ? [`${calls.unsent} unsent`] : [],
  ];
  return `${calls.answered} of ${calls.sent} calls answered in ${(elapsedMs / 1_000).toFixed(1)} s` +
    `${failures.length > 0 ? ` (${failures.join(", ")})` : ""}, ${bytes.request} bytes to, ${bytes.answer} fro`;
}

function timeCells(times: Times | null): string[] {
  const names = ["p50", "p90", "p99", "p99.9", "max"] as const;
  return names.map((name) => times === null ? "-" : msText(times[name]));
}

function ratioCells(ratios: Ratios): string[] {
  const names = ["p50", "p90", "p99", "p99.9", "max", "rate"] as const;
  return names.map((name) => ratios[name] === null ? "-" : `${ratios[name].toFixed(2)}x`);
}

function msText(ms: number): string {
  return `${ms < 10 ? ms.toFixed(3) : ms.toFixed(1)} ms`;
}

function rateText(rate: number): string {
  return rate.toFixed(rate < 100 ? 1 : 0);
}

function verdictLine({ condition, value, failed }: Measurement["conditions"][number]): string {
  return `  ${failed ? "FAIL" : "ok"}  ${condition}: ${value === null ? "nothing was answered" : `is ${value}`}`;
}
