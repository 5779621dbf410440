/**
 * Measures model servers that share a log in PostgreSQL, beside writers that each have a connection and a transaction for each
 * event, in one run: events a second, the time that 99 of 100 answers did not exceed, and how soon another server shows a change.
 *
 * `deno task bench:models-many [SECONDS]`; SECONDS is the time of each load, 5 if it is left out. Starts a PostgreSQL whose commits
 * wait for the disk.
 *
 * @module
 */
import { LogServer } from "../../systems/apiplant/storage/postgres/testing/log_server.ts";
import { align } from "./align.ts";
import { connections, servers, visible, type Written } from "./models/shared_log.ts";
import { quantile } from "./quantile.ts";

const WRITERS = 16, AIM = 2;
/** How many changes another server is asked for, and within how many milliseconds it shows 99 of 100. */
const CHANGES = 500, VISIBLE_MS = 200;
const ms = Number(Deno.args[0] ?? 5) * 1_000;
const rows: string[][] = [["", "events/s", "of one connection per writer", "p99", "lost races"]];

function row(name: string, { rate, times, lostRaces }: Written, rival: number): void {
  const aim = `${(rate / rival).toFixed(1)}x, aim ${AIM}x: ${rate >= AIM * rival ? "met" : "missed"}`;
  const p99 = `${quantile(times, 0.99).toFixed(0)} ms`;
  rows.push([name, rate.toFixed(0), rate === rival ? "" : aim, p99, `${lostRaces}`]);
}

await using database = await LogServer.start({ fsync: true });
const { address } = database;
for (const count of [1, 2, 4]) {
  const rival = await connections(address, database.newSchema(), count * WRITERS, ms);
  row(`${count * WRITERS} writers with a connection each`, rival, rival.rate);
  row(
    `${count} servers with ${WRITERS} writers each`,
    await servers(address, database.newSchema(), count, WRITERS, ms),
    rival.rate,
  );
}
console.log(align(rows).join("\n"));
const p99 = quantile(await visible(address, database.newSchema(), CHANGES), 0.99);
console.log(
  `a change on one server is visible on another, p99: ${p99.toFixed(1)} ms, aim ${VISIBLE_MS} ms: ${
    p99 <= VISIBLE_MS ? "met" : "missed"
  }`,
);
