/**
 * A driver's numbers as text for a terminal, and whether they reach their aims.
 *
 * @module
 */
import { align } from "../align.ts";
import { type DriverReport, ECHOES } from "./measure.ts";

/** One number and its aim. */
export interface DriverVerdict {
  /** The name of the number. */
  name: string;
  /** The number, with its unit. */
  value: string;
  /** The aim. */
  aim: string;
  /** Whether it is met. */
  isMet: boolean;
}

/** The upper bound of a one-row query, in multiples of the library's time and three raw echoes. */
const MAX_ONE_RATIO = 1;
/** The upper bound of the cancels' 99th percentile, in milliseconds. */
const MAX_CANCEL_P99_MS = 50;

/** Compares the numbers with their aims. */
export function judgeDriver({ rows, minRowsRatio, one, cancels }: DriverReport): DriverVerdict[] {
  const rowsRatio = 1 / rows.ratio;
  const { notCancelled, stillRunning, p99Ms } = cancels;
  return [
    {
      name: "rows a second to the library's",
      value: rowsRatio.toFixed(2),
      aim: `at least ${minRowsRatio}`,
      isMet: rowsRatio >= minRowsRatio,
    },
    {
      name: `one row to the library and ${ECHOES} raw echoes`,
      value: `${one.ratio.toFixed(2)}x`,
      aim: `at most ${MAX_ONE_RATIO}x`,
      isMet: one.ratio <= MAX_ONE_RATIO,
    },
    {
      name: "cancelled statements answered, p99",
      value: `${p99Ms.toFixed(1)} ms`,
      aim: `at most ${MAX_CANCEL_P99_MS} ms`,
      isMet: p99Ms <= MAX_CANCEL_P99_MS,
    },
    {
      name: "answered otherwise, still running",
      value: `${notCancelled}, ${stillRunning}`,
      aim: "0, 0",
      isMet: notCancelled === 0 && stillRunning === 0,
    },
  ];
}

/** The lines of the report. */
export function driverLines(report: DriverReport): string[] {
  const { name, size, rows, one, echoMs, cancels: { count, p50Ms, p99Ms, readyP50Ms, readyP99Ms } } = report;
  const ms = (value: number): string => `${value.toFixed(2)} ms`;
  return [
    name,
    ...align([
      ["", "library alone", "driver, socket, client"],
      [`${size.toLocaleString("en")} rows of 10 values, median`, ms(rows.libraryMs), ms(rows.driverMs)],
      ["one row, median", ms(one.libraryMs), ms(one.driverMs)],
      ["raw echo, median", ms(echoMs), ""],
    ]),
    "",
    ...align([
      [`${count} cancels, from the cancel to`, "p50", "p99"],
      ["the statement's answer", ms(p50Ms), ms(p99Ms)],
      ["the next statement's answer", ms(readyP50Ms), ms(readyP99Ms)],
    ]),
    "",
    ...align(judgeDriver(report).map(({ name, value, aim, isMet }) => [name, value, aim, isMet ? "met" : "missed"])),
  ];
}
