/**
 * The long tests of a driver: many cancels, and many rounds of many sessions, which print their numbers.
 *
 * @module
 */
import { ok, strictEqual } from "node:assert/strict";
import {
  askSideBySide,
  bytesInUse,
  manySessionsLine,
  type ManySessionsOptions,
} from "../../packages/wire/testing/many_sessions.ts";
import { measureCancels } from "../bench/drivers/measure.ts";
import type { Subject } from "../bench/drivers/subject.ts";

/** The memory that may remain after many rounds: caches, and compiled code. */
const MAX_GROWTH_BYTES = 16 * 1_048_576;

/** Cancels so many statements, which must all be answered as cancelled and leave nothing running. */
export async function testCancels(
  openSubject: (signal: AbortSignal) => Promise<Subject>,
  count: number,
): Promise<void> {
  await using subject = await openSubject(AbortSignal.timeout(600_000));
  const report = await measureCancels(subject, count);
  const [p50, p99, ready] = [report.p50Ms, report.p99Ms, report.readyP99Ms].map((ms) => ms.toFixed(1));
  console.log(`${count} cancels: p50 ${p50} ms, p99 ${p99} ms, next statement p99 ${ready} ms`);
  strictEqual(report.notCancelled, 0);
  strictEqual(report.stillRunning, 0);
}

/** Opens 100 sessions so many times: all answers must be right, no session may starve, and memory must return. */
export async function testManySessions(options: ManySessionsOptions, times: number): Promise<void> {
  await askSideBySide(options);
  const before = bytesInUse();
  const start = performance.now();
  const reports = [];
  for (let i = 0; i < times; i++) reports.push(await askSideBySide(options));
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  const growth = bytesInUse() - before;
  const closest = reports.toSorted((a, b) => margin(a) - margin(b))[0]!;
  const all = reports.reduce((sum, { answers }) => sum + answers, 0);
  console.log(
    `${times} x 100 sessions: ${all} answers in ${seconds} s, ${(growth / 1_048_576).toFixed(1)} MB more in use`,
  );
  console.log(`the closest to starving: ${manySessionsLine(closest)}`);
  strictEqual(all, times * 100 * (options.queries ?? 10));
  ok(margin(closest) >= 0);
  ok(growth < MAX_GROWTH_BYTES);
}

/** The answers between the last session's first and the first session's last: below zero, a session waited too long. */
function margin({ allBegunAfter, firstDoneAfter }: { allBegunAfter: number; firstDoneAfter: number }): number {
  return firstDoneAfter - allBegunAfter;
}
