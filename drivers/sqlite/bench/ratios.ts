/**
 * What the SQLite driver costs beside other programs, as ratios of one run.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { launch } from "@fluxwire/host";
import { connect } from "@fluxwire/transport";
import { type ClientSession, openClient } from "@fluxwire/wire/client";
import { measureRounds, overRounds, type RoundOptions, type Rounds } from "../../../tests/bench/drivers/rounds.ts";
import { freshSocket } from "../../../tests/bench/round_trip.ts";
import { FreshFile } from "../testing/opened.ts";

const MAIN = new URL("../main.ts", import.meta.url).pathname;
const MOCK = new URL("../../../packages/mock-driver/main.ts", import.meta.url).pathname;

/** The rounds of calls, and how many are in each. */
const CALLS: RoundOptions = { rounds: 60, calls: 50 };

/** The rounds of results, scripts and starts, with one in each. */
const RESULTS: RoundOptions = { rounds: 12 },
  SCRIPTS: RoundOptions = { rounds: 5 },
  STARTS: RoundOptions = { rounds: 15 };

const TALL = `CREATE TABLE tall AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
  SELECT i AS a, i * 1000000007 AS b, 'text ' || i AS c, i * 1.5 AS d FROM n`;

/** One number and its aim. */
export interface Ratio {
  /** What is compared. */
  name: string;
  /** The driver's median, and that of the other program, in milliseconds. */
  ms: readonly [driver: number, other: number];
  /** The ratio. */
  ratio: number;
  /** The aim, as text. */
  aim: string;
}

/** Measures all of them. */
export async function measureRatios(signal: AbortSignal): Promise<Ratio[]> {
  await using file = await FreshFile.make();
  const library = new DatabaseSync(file.path);
  library.exec(`PRAGMA journal_mode = WAL; ${TALL}; CREATE TABLE script(a, b)`);
  await using sqlite = await start(MAIN, { path: file.path }, signal);
  await using mock = await start(MOCK, {}, signal);
  const { session } = sqlite;
  const calls = await measureRounds([
    () => mock.session.ping(),
    () => session.ping(),
    () => session.execute({ sql: "SELECT a FROM tall WHERE rowid = 7" }),
  ], CALLS);
  const rows = await measureRounds(
    [() => readAll(library), () => session.execute({ sql: "SELECT * FROM tall" })],
    RESULTS,
  );
  library.close();
  const sql = script();
  const scripts = await measureRounds([() => runSqlite3(file.path, sql), () => session.execute({ sql })], SCRIPTS);
  const starts = await measureRounds([
    async () => await (await start(MOCK, null, signal))[Symbol.asyncDispose](),
    async () => await (await start(MAIN, null, signal))[Symbol.asyncDispose](),
  ], STARTS);
  const beside = ([other, driver]: readonly number[]): number => driver! / other!;
  return [
    over("Ping beside the mock's Ping", calls.map(([mock, ping]) => [mock!, ping!]), beside, "at most 1.5"),
    over("one row beside the mock's Ping", calls.map(([mock, , one]) => [mock!, one!]), beside, "at most 2.5"),
    over("100,000 rows of 4, rows a second to the library's", rows, (ms) => 1 / beside(ms), "at least 0.6"),
    over("100,000 INSERTs in one text beside sqlite3", scripts, beside, "at most 2"),
    over("from launch to the first answer, beside the mock", starts, beside, "at most 1.2"),
  ];
}

/** @param rounds Those of the other program and of the driver. */
function over(name: string, rounds: Rounds, ratio: (ms: readonly number[]) => number, aim: string): Ratio {
  const ms = (kind: number): number => overRounds(rounds, (one) => one[kind]!);
  return { name, ms: [ms(1), ms(0)], ratio: overRounds(rounds, ratio), aim };
}

/** A driver that answers, with a session if there are values for one. */
async function start(
  main: string,
  values: Record<string, string> | null,
  signal: AbortSignal,
): Promise<AsyncDisposable & { session: ClientSession }> {
  const socketId = freshSocket();
  const args = ["run", "--no-prompt", "-A", main, "--socket", socketId];
  const driver = await launch({ command: Deno.execPath(), args, socketId, signal });
  const client = await openClient(await connect(socketId, { signal }), { token: driver.token, signal });
  const session = values === null ? null : await client.open(values);
  return {
    session: session!,
    async [Symbol.asyncDispose]() {
      client.close();
      await client.closed;
      await driver[Symbol.asyncDispose]();
    },
  };
}

function readAll(library: DatabaseSync): number {
  const statement = library.prepare("SELECT * FROM tall");
  statement.setReadBigInts(true);
  return statement.all().length;
}

function script(): string {
  const inserts = Array.from({ length: 100_000 }, (_, i) => `INSERT INTO script VALUES (${i}, 'text ${i}');`);
  return `DELETE FROM script; BEGIN;\n${inserts.join("\n")}\nCOMMIT;`;
}

async function runSqlite3(path: string, sql: string): Promise<void> {
  const child = new Deno.Command("sqlite3", { args: [path], stdin: "piped", stdout: "null" }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(sql));
  await writer.close();
  await child.status;
}
