/**
 * Compares a driver with its database's library, taking turns, so that other work of the machine affects both.
 *
 * @module
 */
import { quantile } from "../quantile.ts";
import type { RoundTrip } from "../round_trip.ts";
import { measureRounds, overRounds, type Rounds } from "./rounds.ts";
import type { Subject } from "./subject.ts";

/** How much is measured. */
export interface DriverBenchOptions {
  /**
   * How often each reads the large result.
   *
   * @default {30 for 10,000 rows, 6 for 50,000 and more}
   */
  resultRuns?: number;
  /**
   * How often each reads one row.
   *
   * @default {1000}
   */
  rowRuns?: number;
  /** How many statements are cancelled. */
  cancels: number;
}

/** The times of the same work by the library and by the driver. */
export interface PairTimes {
  /** By the library alone: the median, in milliseconds. */
  libraryMs: number;
  /** Through driver, socket and client: the median, in milliseconds. */
  driverMs: number;
  /** The driver's time to what it is compared with: the median of the rounds' ratios. */
  ratio: number;
}

/** The results of cancelling. */
export interface CancelReport {
  /** How many statements were cancelled. */
  count: number;
  /** How many of them were not answered as cancelled. */
  notCancelled: number;
  /** How many statements the database still ran at the end. */
  stillRunning: number;
  /** The median time to a statement's answer, in milliseconds. */
  p50Ms: number;
  /** The 99th percentile of these times. */
  p99Ms: number;
  /** The median time from the cancel to the next statement's answer. */
  readyP50Ms: number;
  /** The 99th percentile of these times. */
  readyP99Ms: number;
}

/** The measurements of one driver. */
export interface DriverReport {
  /** The driver's name. */
  name: string;
  /** The number of rows of the large result. */
  size: number;
  /** The large result, which is compared with the library. */
  rows: PairTimes;
  /** The aim for its rows a second, as a fraction of the library's. */
  minRowsRatio: number;
  /** One row, which is compared with the library's time and {@link ECHOES} raw echoes. */
  one: PairTimes;
  /** The raw echo of a few bytes, in milliseconds. */
  echoMs: number;
  /** The cancels. */
  cancels: CancelReport;
}

/** How many rows are read in all where that allows enough runs. */
const ROWS_IN_ALL = 300_000;

/** How many one-row queries are in a round, which has as many echoes. */
const ROUND_CALLS = 50;

/** How many raw echoes a query through the driver may add to the library's time. */
export const ECHOES = 3;

/** Measures a driver, and checks its results. */
export async function measureDriver(
  subject: Subject,
  echo: RoundTrip,
  options: DriverBenchOptions,
): Promise<DriverReport> {
  const { resultRuns = Math.max(6, ROWS_IN_ALL / subject.size), rowRuns = 1_000 } = options;
  const { name, size, minRowsRatio } = subject;
  const rows = await measureRows(subject, resultRuns), { echoMs, ...one } = await measureOne(subject, echo, rowRuns);
  return {
    name,
    size,
    rows,
    minRowsRatio,
    one,
    echoMs,
    cancels: await measureCancels(subject, options.cancels),
  };
}

async function measureRows({ rows: { library, driver }, size }: Subject, rounds: number): Promise<PairTimes> {
  const measured = await measureRounds([checked(library, size), checked(driver, size)], { rounds });
  return timesOf(measured, ([libraryMs, driverMs]) => driverMs! / libraryMs!);
}

async function measureOne(
  { one: { library, driver } }: Subject,
  echo: RoundTrip,
  calls: number,
): Promise<PairTimes & { echoMs: number }> {
  const measured = await measureRounds([checked(library, 1), checked(driver, 1), () => echo.once()], {
    rounds: calls / ROUND_CALLS,
    calls: ROUND_CALLS,
  });
  const times = timesOf(measured, ([libraryMs, driverMs, echoMs]) => driverMs! / (libraryMs! + ECHOES * echoMs!));
  return { ...times, echoMs: overRounds(measured, ([, , echoMs]) => echoMs!) };
}

function timesOf(rounds: Rounds, ratio: (ms: readonly number[]) => number): PairTimes {
  return {
    libraryMs: overRounds(rounds, ([libraryMs]) => libraryMs!),
    driverMs: overRounds(rounds, ([, driverMs]) => driverMs!),
    ratio: overRounds(rounds, ratio),
  };
}

function checked(work: () => Promise<number> | number, expected: number): () => Promise<void> {
  return async () => {
    const rows = await work();
    if (rows !== expected) throw new Error(`Cannot measure rows: ${rows} came instead of ${expected}; fix the bench`);
  };
}

/** Cancels a number of statements, one after the other. */
export async function measureCancels(
  subject: Pick<Subject, "cancel" | "running">,
  count: number,
): Promise<CancelReport> {
  const answered: number[] = [], ready: number[] = [];
  let notCancelled = 0;
  for (let i = 0; i < count; i++) {
    const outcome = await subject.cancel();
    if (!outcome.isCancelled) notCancelled++;
    answered.push(outcome.answeredMs);
    ready.push(outcome.readyMs);
  }
  return {
    count,
    notCancelled,
    stillRunning: await subject.running(),
    p50Ms: quantile(answered, 0.5),
    p99Ms: quantile(answered, 0.99),
    readyP50Ms: quantile(ready, 0.5),
    readyP99Ms: quantile(ready, 0.99),
  };
}
