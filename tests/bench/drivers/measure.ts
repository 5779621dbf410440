/**
 * Compares a driver with its database's library, taking turns, so that other work of the machine affects both.
 *
 * @module
 */
import { quantile } from "../quantile.ts";
import type { RoundTrip } from "../round_trip.ts";
import type { Pair, Subject } from "./subject.ts";

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

/** The times of the same work by the library and by the driver: medians, in milliseconds. */
export interface PairTimes {
  /** By the library alone. */
  libraryMs: number;
  /** Through driver, socket and client. */
  driverMs: number;
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
  /** The large result. */
  rows: PairTimes;
  /** One row. */
  one: PairTimes;
  /** The raw echo of a few bytes, in milliseconds. */
  echoMs: number;
  /** The cancels. */
  cancels: CancelReport;
}

/** How many rows are read in all where that allows enough runs. */
const ROWS_IN_ALL = 300_000;

/** The blocks of one-row queries, which alternate with blocks of echoes. */
const BLOCK = 50;

/** Measures a driver, and checks its results. */
export async function measureDriver(
  subject: Subject,
  echo: RoundTrip,
  options: DriverBenchOptions,
): Promise<DriverReport> {
  const { resultRuns = Math.max(6, ROWS_IN_ALL / subject.size), rowRuns = 1_000 } = options;
  const rows = await measureRows(subject, resultRuns);
  const { echoMs, ...one } = await measureOne(subject.one, echo, rowRuns);
  return {
    name: subject.name,
    size: subject.size,
    rows,
    one,
    echoMs,
    cancels: await measureCancels(subject, options.cancels),
  };
}

async function measureRows({ rows: pair, size }: Pick<Subject, "rows" | "size">, runs: number): Promise<PairTimes> {
  const library: number[] = [], driver: number[] = [];
  // The first third warms both up.
  for (let run = -Math.ceil(runs / 3); run < runs; run++) {
    const times = [await time(() => pair.library(), size), await time(() => pair.driver(), size)] as const;
    if (run < 0) continue;
    library.push(times[0]);
    driver.push(times[1]);
  }
  return { libraryMs: quantile(library, 0.5), driverMs: quantile(driver, 0.5) };
}

async function measureOne(pair: Pair, echo: RoundTrip, runs: number): Promise<PairTimes & { echoMs: number }> {
  const library: number[] = [], driver: number[] = [], echoes: number[] = [];
  for (let done = -runs / 2; done < runs; done += BLOCK) {
    for (let i = 0; i < BLOCK; i++) {
      const times = [
        await time(() => pair.library(), 1),
        await time(() => pair.driver(), 1),
        await time(async () => {
          await echo.once();
          return 1;
        }, 1),
      ] as const;
      if (done < 0) continue;
      library.push(times[0]);
      driver.push(times[1]);
      echoes.push(times[2]);
    }
  }
  return { libraryMs: quantile(library, 0.5), driverMs: quantile(driver, 0.5), echoMs: quantile(echoes, 0.5) };
}

async function time(work: () => Promise<number> | number, expected: number): Promise<number> {
  const start = performance.now();
  const rows = await work();
  const ms = performance.now() - start;
  if (rows !== expected) throw new Error(`Cannot measure rows: ${rows} came instead of ${expected}; fix the bench`);
  return ms;
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
