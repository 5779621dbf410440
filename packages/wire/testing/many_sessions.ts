/**
 * Many sessions at once on a driver, each on a connection of its own, and in which order they are answered.
 *
 * @module
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type ClientSession, type DriverClient, openClient } from "../client/mod.ts";
import { connect } from "@fluxwire/transport";

/** What to ask. */
export interface ManySessionsOptions {
  /** The driver's socket. */
  socketId: string;
  /**
   * Sessions, and connections.
   *
   * @default {100}
   */
  sessions?: number;
  /**
   * Queries of each session, which are all sent at once: no more than `maxInFlight`.
   *
   * @default {10}
   */
  queries?: number;
  /**
   * How often each session sends so many.
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
  /** The statement of a query; the first cell that it gives must be the text of its number. */
  sql(number: number): string;
}

/** What came of it: where answers are counted, in the order in which they came. */
export interface ManySessionsReport {
  /** Answers, all of them right. */
  answers: number;
  /** After how many answers every session had had its first. */
  allBegunAfter: number;
  /** After how many answers the first session had had its last. */
  firstDoneAfter: number;
  /** From the first query to the last answer, in milliseconds. */
  ms: number;
}

/**
 * Opens the sessions, has them all ask at once, looks at every answer, and closes them.
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
 * How much more memory is in use in this process after the same work was done four times than after two, in bytes.
 * Where something is kept, it grows with each.
 */
export async function growthOf(work: () => Promise<unknown>): Promise<number> {
  for (let i = 0; i < 2; i++) await work();
  const before = bytesInUse();
  for (let i = 0; i < 2; i++) await work();
  return bytesInUse() - before;
}

/** The memory that is in use in this process after a collection, in bytes. */
export function bytesInUse(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}
