/**
 * `fluxwire probe watch`: pings until it is interrupted.
 *
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type DriverClient, RpcError } from "@fluxwire/wire/client";
import type { CommandLine } from "../command/args.ts";
import type { Context } from "../command/context.ts";
import { Driver } from "../driver/driver.ts";
import { msText } from "../command/duration.ts";
import { EXIT, type Failure, Interrupted, oneLine, type Output, OutputClosed, UsageError } from "@fluxwire/command";
import { exitCodeOf, failureOf } from "../command/failure.ts";
import { ping } from "../driver/sign_of_life.ts";

/** The maximum of `--count`. */
const MAX_COUNT = 2 ** 31 - 1;

/** One ping, as its line shows it. */
interface Sight {
  /** When it was sent. */
  at: string;
  /** Its number, from 1. */
  n: number;
  /** Whether it was answered. */
  ok: boolean;
  /** Whether a connection was made for it. */
  connected: boolean;
  /** The time of its round trip, in milliseconds; null if there was no answer. */
  ms: number | null;
  /** The layout of the connection; null if there was none. */
  layout: string | null;
  /** Whether it was sent within a session. */
  session: boolean;
  /** What went wrong; null if nothing did. */
  error: Failure | null;
}

/** Pings repeatedly; the exit code is that of the last ping, or of the signal that ends it. */
export async function run(context: Context): Promise<number> {
  const { args, signal } = context;
  const count = countOf(args);
  const intervalMs = args.milliseconds("interval") ?? 1_000;
  await using watched = new Watched(context);
  await watched.launch();
  const start = performance.now();
  try {
    for (let n = 1;; n++) {
      const exitCode = await watched.look(n);
      if (n === count) return exitCode;
      const waitMs = start + n * intervalMs - performance.now();
      await sleep(Math.max(0, waitMs), undefined, { signal });
    }
  } catch (error) {
    const reason = signal.aborted ? signal.reason : error;
    if (reason instanceof Interrupted) return reason.exitCode;
    throw reason;
  }
}

/** A driver that may end and start again. */
class Watched implements AsyncDisposable {
  readonly #driver: Driver;
  readonly #output: Output;
  readonly #signal: AbortSignal;
  readonly #timeoutMs: number;
  #client: DriverClient | null = null;

  constructor(context: Context) {
    this.#driver = new Driver(context);
    this.#output = context.output;
    this.#signal = context.signal;
    this.#timeoutMs = context.args.milliseconds("ping-timeout") ?? 5_000;
  }

  launch(): Promise<void> {
    return this.#driver.launch();
  }

  /** Pings once, shows the result, and returns its exit code. */
  async look(n: number): Promise<number> {
    const sight: Sight = {
      at: new Date().toISOString(),
      n,
      ok: false,
      connected: false,
      ms: null,
      layout: null,
      session: false,
      error: null,
    };
    let exitCode: number = EXIT.done;
    try {
      const client = this.#client ??= await this.#connect(sight);
      sight.layout = client.layout;
      Object.assign(sight, { ok: true, ...await ping(this.#driver, client, this.#timeoutMs) });
    } catch (error) {
      if (this.#signal.aborted) throw error;
      if (error instanceof OutputClosed || error instanceof UsageError) throw error;
      sight.error = failureOf(error);
      exitCode = exitCodeOf(error);
      if (!(error instanceof RpcError)) this.#disconnect();
    }
    this.#show(sight);
    return exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#driver.stop();
  }

  async #connect(sight: Sight): Promise<DriverClient> {
    const client = await this.#driver.connect(this.#timeoutMs);
    sight.connected = true;
    return client;
  }

  /** Drops the connection: it has ended, or a late answer would disturb the next ping. */
  #disconnect(): void {
    this.#client?.close();
    this.#client = null;
  }

  #show(sight: Sight): void {
    if (this.#output.isJson) return this.#output.json(sight);
    const { at, ms, session, connected, error } = sight;
    const text = error === null
      ? `pong in ${msText(ms!)}${session ? ", within a session" : ""}${connected ? ", on a new connection" : ""}`
      : this.#output.paint(`error[${error.code}]: ${oneLine(error.message)}`, "red");
    this.#output.line(`${at}  ${text}`);
  }
}

function countOf(args: CommandLine): number | null {
  const count = args.count("count", MAX_COUNT);
  if (count === 0) throw new UsageError("Cannot use --count 0: give a number from 1");
  return count;
}
