/**
 * How long a cancel takes, from the host's request to the server's process being ready for the next statement.
 *
 * @module
 */
import { Served } from "../testing/served.ts";

const CANCELS = Number(Deno.args[0] ?? 1_000);

function at(sorted: readonly number[], part: number): string {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!.toFixed(1);
}

function print(what: string, times: number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  console.log(`${what}: p50 ${at(sorted, 0.5)} ms, p99 ${at(sorted, 0.99)} ms, max ${sorted.at(-1)!.toFixed(1)} ms`);
}

if (import.meta.main) {
  await using served = await Served.start();
  await using watcher = await served.open();
  await using opened = await served.open();
  const [[pid]] = await opened.rows("SELECT pg_backend_pid()") as [[bigint]];
  const active = `SELECT state = 'active' FROM pg_stat_activity WHERE pid = ${pid}`;
  const answered: number[] = [], ready: number[] = [];
  let wrong = 0;
  for (let i = 0; i < CANCELS; i++) {
    const sleeping = opened.rows("SELECT pg_sleep(1000)").then(() => "finished", (error) => error.code);
    while ((await watcher.rows(active))[0]![0] !== true);
    const start = performance.now();
    await opened.session.cancelActive();
    if (await sleeping !== "Cancelled") wrong++;
    answered.push(performance.now() - start);
    await opened.rows("SELECT 1");
    ready.push(performance.now() - start);
  }
  print(`${CANCELS} cancels answered`, answered);
  print("next statement answered", ready);
  console.log(
    `not answered as cancelled: ${wrong}; still running: ${(await watcher.rows(active))[0]![0] === true ? 1 : 0}`,
  );
}
