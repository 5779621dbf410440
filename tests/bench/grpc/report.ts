/**
 * The rates as a table, and whether they meet their aims.
 *
 * @module
 */
import type { Rates } from "./subject.ts";

/** One ratio and its aim. */
export interface Verdict {
  /** What is compared. */
  name: string;
  /** The ratio. */
  ratio: number;
  /** The lower bound. */
  aim: number;
  /** Whether the aim is met. */
  isMet: boolean;
}

/** The columns. */
const TITLES: Readonly<Record<keyof Rates, string>> = {
  callsOne: "calls/s, one",
  callsHundred: "calls/s, 100",
  items: "items/s",
  megabytesOut: "MB/s out",
  megabytesIn: "MB/s in",
};

const AIMS: readonly (readonly [rate: keyof Rates, beside: string, aim: number])[] = [
  ["callsOne", "Go", 0.6],
  ["callsHundred", "Go", 0.4],
  ["callsOne", "grpc-js on Deno", 2],
  ["callsHundred", "grpc-js on Deno", 2],
  ["items", "grpc-js on Deno", 3],
];

/** The median of each rate. */
export function medians(rounds: readonly Rates[]): Rates {
  const median = (rate: keyof Rates) => {
    const sorted = rounds.map((one) => one[rate]).toSorted((a, b) => a - b);
    return sorted[sorted.length >> 1]!;
  };
  return Object.fromEntries(Object.keys(TITLES).map((rate) => [rate, median(rate as keyof Rates)])) as unknown as Rates;
}

/** Compares Fluxwire's rates with the others'. */
export function judge(rates: ReadonlyMap<string, Rates>): Verdict[] {
  return AIMS.map(([rate, beside, aim]) => {
    const ratio = rates.get("Fluxwire")![rate] / rates.get(beside)![rate];
    return { name: `${TITLES[rate]}, to ${beside}`, ratio, aim, isMet: ratio >= aim };
  });
}

/** The table, and a line for each aim. */
export function reportLines(rates: ReadonlyMap<string, Rates>, verdicts: readonly Verdict[]): string[] {
  const keys = Object.keys(TITLES) as (keyof Rates)[];
  const row = (name: string, cells: string[]) => [name.padEnd(16), ...cells.map((cell) => cell.padStart(13))].join("");
  return [
    row("", keys.map((key) => TITLES[key])),
    ...[...rates].map(([name, one]) => row(name, keys.map((key) => one[key].toFixed(0)))),
    "",
    ...verdicts.map(({ name, ratio, aim, isMet }) =>
      `${isMet ? "ok    " : "MISSED"} ${name}: ${ratio.toFixed(2)}, aim ${aim.toFixed(1)}`
    ),
  ];
}
