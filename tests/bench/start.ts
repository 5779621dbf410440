/**
 * Measures the cost of starting the mock driver beyond that of starting Deno, taking turns, on a warm disk.
 *
 * @module
 */
import { connect, ConnectionError, type Transport } from "@fluxwire/transport";
import { openClient } from "@fluxwire/wire/client";
import { quantile } from "./quantile.ts";
import { freshSocket, programUrl } from "./round_trip.ts";

/** How often the socket of a starting driver is tried, in milliseconds: half of it adds to the measured time. */
const CONNECT_INTERVAL_MS = 1;

/** How much is measured. */
export interface StartOptions {
  /**
   * The number of counted starts, of each kind.
   *
   * @default {31}
   */
  runs?: number;
  /**
   * The number of uncounted starts at the beginning, of each kind: the first one compiles the sources.
   *
   * @default {2}
   */
  warmUpRuns?: number;
}

/** The times of the starts. */
export interface StartReport {
  /** The number of counted starts, of each kind. */
  runs: number;
  /** The median of `deno run` of an empty file, from spawn to exit, in milliseconds. */
  emptyMs: number;
  /** The median of the mock driver, from spawn to its answer to the first Hello, in milliseconds. */
  mockMs: number;
  /** The difference of the two. */
  aboveMs: number;
}

/**
 * Starts both in turn and ends the started processes.
 *
 * @param signal Ends the measurement; the promise then rejects.
 */
export async function measureStart(signal: AbortSignal, options: StartOptions = {}): Promise<StartReport> {
  const { runs = 31, warmUpRuns = 2 } = options;
  const empty: number[] = [], mock: number[] = [];
  for (let run = -warmUpRuns; run < runs; run++) {
    const times = [await startEmpty(signal), await startMock(signal)] as const;
    if (run < 0) continue;
    empty.push(times[0]);
    mock.push(times[1]);
  }
  const emptyMs = quantile(empty, 0.5), mockMs = quantile(mock, 0.5);
  return { runs, emptyMs, mockMs, aboveMs: mockMs - emptyMs };
}

async function startEmpty(signal: AbortSignal): Promise<number> {
  signal.throwIfAborted();
  const start = performance.now();
  await using child = spawn([programUrl("programs/empty.ts")]);
  await child.status;
  return performance.now() - start;
}

async function startMock(signal: AbortSignal): Promise<number> {
  signal.throwIfAborted();
  const socketId = freshSocket();
  const start = performance.now();
  await using child = spawn([
    "--allow-net",
    programUrl("../../packages/mock-driver/main.ts"),
    "--socket",
    socketId,
  ]);
  const giveUp = new AbortController();
  child.status.then(() => giveUp.abort(new Error("Cannot measure start: the mock driver ended; start it by hand")));
  const client = await openClient(await untilConnected(socketId, AbortSignal.any([signal, giveUp.signal])), { signal });
  const ms = performance.now() - start;
  client.close();
  await client.closed;
  return ms;
}

/** A child that is killed unless it has ended by itself. */
function spawn(args: readonly string[]): AsyncDisposable & { status: Promise<Deno.CommandStatus> } {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", ...args],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  return { status: child.status, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}

async function untilConnected(socketId: string, signal: AbortSignal): Promise<Transport> {
  for (;;) {
    try {
      return await connect(socketId, { signal });
    } catch (error) {
      if (!(error instanceof ConnectionError) || error.code !== "SocketUnreachable") throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, CONNECT_INTERVAL_MS));
  }
}
