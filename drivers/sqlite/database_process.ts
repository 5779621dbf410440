/**
 * One database in its own process, which is killed if a statement does not end by itself.
 *
 * @module
 */
import { ConnectionError, DriverError, partlyDone } from "@fluxwire/sdk";
import { Gate } from "@fluxwire/transport";
import { EncodedRows } from "@fluxwire/sdk/rows";
import { flagsFor } from "./access.ts";
import { AnswerReader, contentOf } from "./answer_reader.ts";
import type { HeldState } from "./child/held_state.ts";
import { PROGRAM } from "./child/main.ts";
import { type End, type Failure, HEADER_BYTES, KIND, type Request, writeHeader } from "./messages.ts";
import type { Target } from "./target.ts";

/** The time limit for starting the process, in milliseconds. */
const START_TIMEOUT_MS = 10_000;

/** The most processes that start at once: starting uses only the processor, so more would only slow each other down. */
const STARTING = new Gate(2 * navigator.hardwareConcurrency);

/** As many characters as a header has bytes. */
const ROOM = " ".repeat(HEADER_BYTES);

const encoder = new TextEncoder();

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

/** The outcome of a request. */
export interface Answer {
  /** What the process says at the end. */
  end: End;
  /** The rows, if the request names a serializer; otherwise they are in the end. */
  encoded: EncodedRows | null;
}

/** A database that is open in a process. */
export class DatabaseProcess {
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #answers: AnswerReader;
  readonly #graceMs: number;
  #held: readonly HeldState[] = [];
  #isWatched = false;
  #isOver = false;

  private constructor(child: Deno.ChildProcess, graceMs: number) {
    this.#child = child;
    this.#graceMs = graceMs;
    this.#answers = new AnswerReader(child.stdout);
    this.#writer = child.stdin.getWriter();
    // Reading meets the end.
    this.#writer.closed.catch(() => {});
    child.status.then(() => this.#isOver = true);
  }

  /**
   * Starts the process and opens the database.
   *
   * @throws {DriverError} `Driver` with the error of SQLite or the missing permission; `Transport` if the process does
   *   not start.
   */
  static async open(target: Target, { signal, graceMs = 40 }: OpenOptions = {}): Promise<DatabaseProcess> {
    const flags = flagsFor(target);
    signal?.throwIfAborted();
    const opened = await STARTING.run(() => DatabaseProcess.#start(target, flags, graceMs, signal));
    await opened.#opening(target, signal ?? NEVER);
    return opened;
  }

  /** Resolves when the process runs. */
  static async #start(
    target: Target,
    flags: readonly string[],
    graceMs: number,
    signal?: AbortSignal,
  ): Promise<DatabaseProcess> {
    signal?.throwIfAborted();
    const started = new DatabaseProcess(start(target, flags), graceMs);
    const timeout = AbortSignal.timeout(START_TIMEOUT_MS);
    await started.#opening(target, signal === undefined ? timeout : AbortSignal.any([timeout, signal]));
    return started;
  }

  /** Waits for a message of the process that starts; ends it if that is an error. */
  async #opening(target: Target, signal: AbortSignal): Promise<void> {
    try {
      await this.#answer(null, signal);
    } catch (error) {
      await this.end();
      if (signal.aborted || !(error instanceof ConnectionError)) throw signal.aborted ? signal.reason : error;
      throw await this.#startFailure(target, error);
    }
  }

  /** The id of the process. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Whether it has ended, or is about to. */
  get isOver(): boolean {
    return this.#isOver;
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
    signal.throwIfAborted();
    if (this.#isWatched) this.#write(Uint8Array.of(KIND.release));
    // The room for the header comes first, so that the message is made once.
    const message = encoder.encode(ROOM + JSON.stringify(request));
    writeHeader(message, KIND.request, message.length - HEADER_BYTES);
    this.#write(message);
    return await this.#answer(request, signal);
  }

  /** Kills the process; resolves when it has ended. */
  async end(): Promise<void> {
    this.#isOver = true;
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has already ended.
    }
    await this.#child.status;
  }

  async #answer(request: Request | null, signal: AbortSignal): Promise<Answer> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const cancel = (): void => {
      timer = setTimeout(() => this.end(), request === null ? 0 : this.#graceMs);
      if (request !== null) this.#write(Uint8Array.of(KIND.cancel));
    };
    signal.addEventListener("abort", cancel, { once: true });
    try {
      return await this.#read(request, signal);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", cancel);
    }
  }

  async #read(request: Request | null, signal: AbortSignal): Promise<Answer> {
    const chunks: Uint8Array[] = [];
    for (;;) {
      const message = await this.#answers.next();
      if (message === null) {
        await this.end();
        throw new ConnectionError("ConnectionClosed", "The database's process has ended");
      }
      if (message.kind === KIND.rows) {
        chunks.push(...message.parts);
        continue;
      }
      const outcome = contentOf<End | Failure>(message);
      this.#held = outcome.held;
      this.#isWatched = outcome.isWatched;
      if ("code" in outcome) throw failureOf(outcome, signal);
      const codec = request?.codec ?? null;
      return { end: outcome, encoded: codec === null ? null : new EncodedRows(codec, outcome.count, chunks) };
    }
  }

  #write(bytes: Uint8Array): void {
    this.#writer.write(bytes).catch(() => {});
  }

  async #startFailure({ path }: Target, cause: unknown): Promise<DriverError> {
    const { code } = await this.#child.status;
    const text = `Cannot start the process of ${path}: it ended with code ${code}; the driver's stderr says more`;
    return new DriverError("Transport", text, { retriable: true, cause });
  }
}

function start(target: Target, flags: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--quiet", ...flags, PROGRAM, JSON.stringify(target)],
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
