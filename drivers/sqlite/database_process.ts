/**
 * One database in its own process, which is killed if a statement does not end by itself.
 *
 * @module
 */
import { ConnectionError, DriverError, partlyDone } from "@fluxwire/sdk";
import { Gate } from "@fluxwire/transport";
import { BlockingProcess, type Said } from "@fluxwire/sdk/process";
import { flagsFor } from "./access.ts";
import type { HeldState } from "./child/held_state.ts";
import { PROGRAM } from "./child/main.ts";
import type { End, Failure, Request, Target } from "./messages.ts";

/** The time limit for starting the process, in milliseconds. */
const START_TIMEOUT_MS = 10_000;

/** The most processes that start at once: starting uses only the processor, so more would only slow each other down. */
const STARTING = new Gate(2 * navigator.hardwareConcurrency);

const NEVER: AbortSignal = new AbortController().signal;

/** The options for opening a database. */
export interface OpenOptions {
  /**
   * Aborts the opening.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
  /**
   * How long a cancelled statement may take to end by itself, in milliseconds; then its process is killed. A statement
   * that gives rows checks for a cancel before each, once it has run for 10 ms.
   *
   * @default {40}
   */
  graceMs?: number;
}

/** What the process says of a request that it has run; the bytes are those of the rows, if the request names a serializer. */
export type Answer = Extract<Said<End, Failure>, { end: End }>;

/** A database that is open in a process. */
export class DatabaseProcess {
  readonly #process: BlockingProcess<Request, End, Failure>;
  #held: readonly HeldState[] = [];

  private constructor(process: BlockingProcess<Request, End, Failure>) {
    this.#process = process;
  }

  /**
   * Starts the process and opens the database.
   *
   * @throws {DriverError} `Driver` with the error of SQLite or the missing permission; `Transport` if the process does
   *   not start.
   */
  static async open(target: Target, { signal = NEVER, graceMs }: OpenOptions = {}): Promise<DatabaseProcess> {
    const flags = flagsFor(target);
    signal.throwIfAborted();
    const opened = await STARTING.run(async () => {
      signal.throwIfAborted();
      const started = new DatabaseProcess(new BlockingProcess(start(target, flags), graceMs));
      await started.#opening(target, AbortSignal.any([AbortSignal.timeout(START_TIMEOUT_MS), signal]));
      return started;
    });
    await opened.#opening(target, signal);
    return opened;
  }

  /** Waits for a message of the process that starts; ends it if that is an error. */
  async #opening(target: Target, signal: AbortSignal): Promise<void> {
    try {
      this.#endOf(await this.#process.next(signal), signal);
    } catch (error) {
      await this.end();
      if (signal.aborted || !(error instanceof ConnectionError)) throw signal.aborted ? signal.reason : error;
      throw await this.#startFailure(target, error);
    }
  }

  /** The id of the process. */
  get pid(): number {
    return this.#process.pid;
  }

  /** Whether it has ended, or is about to. */
  get isOver(): boolean {
    return this.#process.isOver;
  }

  /** The state that is lost when it ends. */
  get held(): readonly HeldState[] {
    return this.#held;
  }

  /**
   * Runs statements. When the signal aborts, they are asked to end between two rows; if they do not, the process is
   * killed.
   *
   * @throws {DriverError} the error of SQLite.
   * @throws the signal's reason if the statement was ended between rows.
   * @throws {ConnectionError} when the process has ended.
   */
  async run(request: Request, signal: AbortSignal): Promise<Answer> {
    return this.#endOf(await this.#process.ask(request, signal), signal);
  }

  /** Kills the process; resolves when it has ended. */
  end(): Promise<void> {
    return this.#process.end();
  }

  /** Throws what the process says of a failure. */
  #endOf(said: Said<End, Failure>, signal: AbortSignal): Answer {
    this.#held = "end" in said ? said.end.held : said.failure.held;
    if ("end" in said) return said;
    throw failureOf(said.failure, signal);
  }

  async #startFailure({ path }: Target, cause: unknown): Promise<DriverError> {
    const { code } = await this.#process.status;
    const text = `Cannot start the process of ${path}: it ended with code ${code}; the driver's stderr says more`;
    return new DriverError("Transport", text, { retriable: true, cause });
  }
}

/**
 * V8 frees blobs on a thread of its own otherwise, while the process makes the next ones: the two hold each other up, and
 * 10,000 blobs take a third more processor time.
 */
const V8_FLAGS = "--v8-flags=--single-threaded-gc";

function start(target: Target, flags: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--quiet", V8_FLAGS, ...flags, PROGRAM, JSON.stringify(target)],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
    env: { DBFLUX_DRIVER_IPC_TOKEN: "" },
  }).spawn();
}

/** Defects have a text for the log only. */
function failureOf({ code, message, retriable, done }: Failure, signal: AbortSignal): Error {
  if (code === "Cancelled") return done > 0 ? partlyDone(done) : signal.reason;
  return code === "Internal" ? new Error(message) : new DriverError(code, message, { retriable });
}
