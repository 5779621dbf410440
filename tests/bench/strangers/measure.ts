/**
 * Measures the pings of a client beside strangers and without them, by turns, and the driver's memory.
 *
 * @module
 */
import type { DriverClient } from "@fluxwire/wire/client";
import { openClient } from "@fluxwire/wire/client";
import { connect } from "@fluxwire/transport";
import { launch } from "@fluxwire/host";
import { quantile } from "../quantile.ts";
import { freshSocket, programUrl } from "../round_trip.ts";
import { Crowd } from "./crowd.ts";

/** How often memory is looked at, in milliseconds. */
const MEMORY_INTERVAL_MS = 50;

/** How much is measured. */
export interface StrangersOptions {
  /** Turns of each: pings alone, then beside strangers. */
  rounds: number;
  /** How long a turn takes, in milliseconds. */
  turnMs: number;
  /** Strangers that say nothing. */
  silent: number;
  /** Strangers that write `floodBytes` and come again. */
  flooding: number;
  /** Bytes that each flooding one writes. */
  floodBytes: number;
}

/** The times of pings. */
export interface PingTurn {
  /** Pings that were counted. */
  pings: number;
  /** Half of them took at most this long, in milliseconds. */
  p50Ms: number;
  /** 99 of 100 took at most this long, in milliseconds. */
  p99Ms: number;
}

/** What the pings took, and what the driver's memory was. */
export interface StrangersReport {
  /** Without strangers. */
  alone: PingTurn;
  /** Beside them. */
  beside: PingTurn;
  /** Connections that silent strangers made. */
  silentVisits: number;
  /** Connections that flooding strangers made. */
  floodingVisits: number;
  /** How long a host that comes meanwhile waits for its Hello's answer, in milliseconds: one in each turn. */
  newcomersMs: number[];
  /** What the driver's memory grew by at most, in MiB. */
  memoryMiB: number;
}

/** Starts a driver of the SDK, measures, and stops it. Needs Linux. */
export async function measureStrangers(options: StrangersOptions): Promise<StrangersReport> {
  const { rounds, turnMs } = options;
  const socketId = freshSocket(),
    permissions = ["--allow-net", "--allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE"];
  const program = [programUrl("programs/sdk_driver.ts"), "--socket", socketId, "--log-level", "error"];
  const args = ["run", "--no-prompt", ...permissions, ...program];
  await using driver = await launch({ command: Deno.execPath(), args, socketId });
  const open = async () => openClient(await connect(socketId), { token: driver.token });
  const client = await open();
  const pid = driver.process!.pid;
  const alone: number[] = [], beside: number[] = [], newcomersMs: number[] = [];
  let silentVisits = 0, floodingVisits = 0;
  await pingFor(client, turnMs);
  let memory = 0, most = 0;
  for (let round = 0; round < rounds; round++) {
    alone.push(...await pingFor(client, turnMs));
    memory = Math.max(memory, residentBytes(pid));
    const crowd = await Crowd.start(socketId, options);
    const watch = setInterval(() => most = Math.max(most, residentBytes(pid)), MEMORY_INTERVAL_MS);
    const newcomer = timed(open);
    beside.push(...await pingFor(client, turnMs));
    const { ms, result } = await newcomer;
    newcomersMs.push(ms);
    result.close();
    await result.closed;
    clearInterval(watch);
    const visits = await crowd.stop();
    silentVisits += visits.silent;
    floodingVisits += visits.flooding;
  }
  client.close();
  await client.closed;
  const memoryMiB = Math.max(most - memory, 0) / 2 ** 20;
  return { alone: turnOf(alone), beside: turnOf(beside), silentVisits, floodingVisits, newcomersMs, memoryMiB };
}

async function pingFor(client: DriverClient, turnMs: number): Promise<number[]> {
  const times: number[] = [], end = performance.now() + turnMs;
  for (let start = performance.now(); start < end;) {
    await client.ping();
    const now = performance.now();
    times.push(now - start);
    start = now;
  }
  return times;
}

async function timed<T>(step: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now(), result = await step();
  return { ms: performance.now() - start, result };
}

function turnOf(times: readonly number[]): PingTurn {
  return { pings: times.length, p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) };
}

function residentBytes(pid: number): number {
  return Number(Deno.readTextFileSync(`/proc/${pid}/statm`).split(" ")[1]) * 4_096;
}
