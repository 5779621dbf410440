/**
 * A driver under measurement, and its database's library.
 *
 * @module
 */
import type { Process } from "@fluxwire/supervise";
import { type DriverInstance, launch } from "@fluxwire/host";
import { type DriverClient, openClient } from "@fluxwire/wire/client";
import { connect } from "@fluxwire/transport";
import { freshSocket } from "../round_trip.ts";

/** The usual number of rows of the large result. */
export const ROWS = 10_000;

/** The same work twice: by the database's library in this process, and through driver, socket and client. */
export interface Pair {
  /** By the library alone; gives the number of rows. */
  library(): Promise<number> | number;
  /** Through the driver; gives the number of rows. */
  driver(): Promise<number>;
}

/** The result of one cancel. */
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
  /** The number of rows of the large result. */
  size: number;
  /** The aim for its rows a second, as a fraction of the library's. */
  minRowsRatio: number;
  /** That many rows of ten values, objects with bigints on the library's side. */
  rows: Pair;
  /** One row of one value. */
  one: Pair;
  /** Starts a statement that does not end, waits until the database runs it, and cancels it. */
  cancel(): Promise<CancelOutcome>;
  /** How many statements the database runs now, not counting the query for it. */
  running(): Promise<number>;
}

/** A driver in its own process and a client of it. Disposing it ends both. */
export interface ServedProgram extends AsyncDisposable {
  /** The driver's process. */
  driver: DriverInstance<Process>;
  /** The client. */
  client: DriverClient;
}

/** Starts a driver's program with the given arguments of `deno run`, and connects to it. */
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
 * Cancels a session's running statement, then asks for a row.
 *
 * @param statement The answer to the running statement.
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
