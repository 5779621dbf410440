/**
 * Runs many sessions at once on a driver, each on its own connection, and records the order of answers.
 *
 * @module
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type ClientSession, type DriverClient, openClient } from "../client/mod.ts";
import { connect } from "@fluxwire/transport";

/** The sessions and queries. */
export interface ManySessionsOptions {
  /** The driver's socket. */
  socketId: string;
  /**
   * The number of sessions and connections.
   *
   * @default {100}
   */
  sessions?: number;
  /**
   * The number of queries of each session, all sent at once: at most `maxInFlight`.
   *
   * @default {10}
   */
  queries?: number;
  /**
   * How often each session sends its queries.
   *
   * @default {1}
   */
  rounds?: number;
  /**
   * The form's values.
   *
   * @default {}
   */
  values?: Readonly<Record<string, string>>;
  /** The statement of a query; its first cell must be the text of its number. */
  sql(number: number): string;
}

/** The counts of answers, in the order in which they arrived. */
export interface ManySessionsReport {
  /** The number of answers, all of them correct. */
  answers: number;
  /** The number of answers after which every session had its first. */
  allBegunAfter: number;
  /** The number of answers after which the first session had its last. */
  firstDoneAfter: number;
  /** The time from the first query to the last answer, in milliseconds. */
  ms: number;
}

/**
 * Opens the sessions, sends all queries at once, checks every answer, and closes the sessions.
 *
 * @throws {Error} for a wrong answer.
 */
export async function askSideBySide(options: ManySessionsOptions): Promise<ManySessionsReport> {
  const { socketId, sessions: count = 100, queries = 10, rounds = 1, values, sql } = options;
  const clients: DriverClient[] = [];
  try {
    const sessions = await Promise.all(Array.from({ length: count }, async () => {
      const client = await openClient(await connect(socketId));
      clients.push(client);
      return await client.open(values);
    }));
    const begun = new Set<number>();
    let answers = 0, allBegunAfter = 0, firstDoneAfter = 0;
    const ask = async (session: ClientSession, i: number, number: number): Promise<void> => {
      const { rows } = await session.execute({ sql: sql(number) });
      if (String(rows[0]?.[0]) !== String(number)) throw new Error(`Query ${number} was answered by ${rows[0]?.[0]}`);
      answers++;
      begun.add(i);
      if (begun.size === count) allBegunAfter ||= answers;
    };
    const start = performance.now();
    await Promise.all(sessions.map(async (session, i) => {
      for (let round = 0; round < rounds; round++) {
        const first = (i * rounds + round) * queries;
        await Promise.all(Array.from({ length: queries }, (_, n) => ask(session, i, first + n)));
      }
      firstDoneAfter ||= answers;
    }));
    const ms = performance.now() - start;
    await Promise.all(sessions.map((session) => session.close()));
    return { answers, allBegunAfter, firstDoneAfter, ms };
  } finally {
    for (const client of clients) client.close();
    await Promise.all(clients.map((client) => client.closed));
  }
}

/** The report as a line. */
export function manySessionsLine({ answers, allBegunAfter, firstDoneAfter, ms }: ManySessionsReport): string {
  return `${answers} answers in ${ms.toFixed(0)} ms; every session had its first after ${allBegunAfter}, ` +
    `the first session had its last after ${firstDoneAfter}`;
}

/**
 * The growth of this process's memory between the second and the fourth run of the same work, in bytes. A leak grows
 * with every run.
 */
export async function growthOf(work: () => Promise<unknown>): Promise<number> {
  for (let i = 0; i < 2; i++) await work();
  const before = bytesInUse();
  for (let i = 0; i < 2; i++) await work();
  return bytesInUse() - before;
}

/** The memory in use in this process after a garbage collection, in bytes. */
export function bytesInUse(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}
