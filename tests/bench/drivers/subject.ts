/**
 * What the bench of a driver measures.
 *
 * @module
 */
import type { Process } from "@fluxwire/supervise";
import { type DriverInstance, launch } from "@fluxwire/host";
import { type DriverClient, openClient } from "@fluxwire/wire/client";
import { connect } from "@fluxwire/transport";
import { freshSocket } from "../round_trip.ts";

/** The rows of the large result. */
export const ROWS = 10_000;

/** The same work twice: by the database's library in this process, and through driver, socket and client. */
export interface Pair {
  /** By the library alone; the number of rows that it gave. */
  library(): Promise<number> | number;
  /** Through the driver; the number of rows that came. */
  driver(): Promise<number>;
}

/** What became of one cancel. */
export interface CancelOutcome {
  /** Whether the statement was answered as cancelled. */
  isCancelled: boolean;
  /** From the cancel to the statement's answer, in milliseconds. */
  answeredMs: number;
  /** From the cancel to the answer of the next statement, in milliseconds. */
  readyMs: number;
}

/** A driver with a database and a session. Disposing it ends all of them. */
export interface Subject extends AsyncDisposable {
  /** The driver's name. */
  name: string;
  /** {@link ROWS} rows of ten values, objects with bigints on the library's side. */
  rows: Pair;
  /** One row of one value. */
  one: Pair;
  /** Starts a statement that does not end, waits until the database runs it, and cancels it. */
  cancel(): Promise<CancelOutcome>;
  /** How many statements the database runs now, besides the one that looks. */
  running(): Promise<number>;
}

/** A driver in a process of its own and a client of it. Disposing it ends both. */
export interface ServedProgram extends AsyncDisposable {
  /** The driver's process. */
  driver: DriverInstance<Process>;
  /** The client. */
  client: DriverClient;
}

/** Starts a driver's program with these arguments of `deno run`, and connects to it. */
export async function serveProgram(args: readonly string[], signal: AbortSignal): Promise<ServedProgram> {
  const socketId = freshSocket();
  const options = ["--socket", socketId, "--log-level", "error"];
  const command = ["run", "--no-prompt", ...args, ...options];
  const driver = await launch({ command: Deno.execPath(), args: command, socketId, signal });
  try {
    const client = await openClient(await connect(socketId, { signal }), { token: driver.token, signal });
    return {
      driver,
      client,
      async [Symbol.asyncDispose]() {
        client.close();
        await client.closed;
        await driver[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await driver[Symbol.asyncDispose]();
    throw error;
  }
}

/**
 * Cancels what a session runs and then asks for a row.
 *
 * @param statement The statement that runs, as it will be answered.
 */
export async function timeCancel(
  statement: Promise<unknown>,
  cancel: () => Promise<void>,
  next: () => Promise<unknown>,
): Promise<CancelOutcome> {
  const outcome = statement.then(() => null, (error: { code?: string }) => error.code ?? null);
  const start = performance.now();
  await cancel();
  const isCancelled = await outcome === "Cancelled";
  const answeredMs = performance.now() - start;
  await next();
  return { isCancelled, answeredMs, readyMs: performance.now() - start };
}
