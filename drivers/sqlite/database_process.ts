/**
 * One database in its own process, which is killed if a statement does not end by itself.
 *
 * @module
 */
import { ConnectionError, DriverError, type QueryResultDto } from "@fluxwire/sdk";
import { Gate } from "@fluxwire/transport";
import { type ClientSession, type DriverClient, openClient, type Statement } from "@fluxwire/sdk/client";
import { flagsFor, type Target } from "./access.ts";
import { PROCESS_LIMITS } from "./beside_statement.ts";
import { PipeTransport } from "./child_pipe.ts";
import type { HeldState } from "./held_state.ts";
import { WORKER } from "./worker.ts";

/** The time limit for starting the process, in milliseconds. */
const START_TIMEOUT_MS = 10_000;

/** The most processes that start at once: starting uses only the processor, so more would only slow each other down. */
const STARTING = new Gate(2 * navigator.hardwareConcurrency);

/** The options for opening a database. */
export interface OpenOptions {
  /**
   * Aborts the opening.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
  /**
   * How long a cancelled statement may take to end by itself, in milliseconds; then its process is killed. Work
   * that can end by itself checks for a cancel every 20 ms.
   *
   * @default {40}
   */
  graceMs?: number;
}

/** A database that is open in a process. */
export class DatabaseProcess {
  readonly #child: Deno.ChildProcess;
  readonly #session: ClientSession;
  readonly #graceMs: number;
  #held: readonly HeldState[] = [];
  #isOver = false;

  private constructor(child: Deno.ChildProcess, session: ClientSession, graceMs: number) {
    this.#child = child;
    this.#graceMs = graceMs;
    this.#session = session;
    child.status.then(() => this.#isOver = true);
  }

  /**
   * Starts the process and opens the database.
   *
   * @throws {DriverError} `Driver` with the error of SQLite or the missing permission; `Transport` if the process does
   *   not start.
   */
  static async open(target: Target, { signal, graceMs = 40 }: OpenOptions = {}): Promise<DatabaseProcess> {
    // Opening is outside of the queue: a locked file must not delay other files.
    const { child, client } = await STARTING.run(() => startProcess(target, signal));
    try {
      const session = await client.open({ path: target.path, readOnly: String(target.isReadOnly) }, { signal });
      return new DatabaseProcess(child, session, graceMs);
    } catch (error) {
      throw await startFailure(child, target, error);
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
   * @throws {RpcError} the error of SQLite; `Cancelled` if the statement was ended between rows.
   * @throws {ConnectionError} when the process has ended.
   */
  async run(statement: Statement, signal: AbortSignal): Promise<QueryResultDto> {
    signal.throwIfAborted();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const cancel = (): void => {
      timer = setTimeout(() => this.end(), this.#graceMs);
      // The statement's own answer shows the result of the cancel.
      this.#session.cancelActive().catch(() => {});
    };
    signal.addEventListener("abort", cancel, { once: true });
    try {
      return this.#read(await this.#session.execute(statement));
    } catch (error) {
      clearTimeout(timer);
      if (error instanceof ConnectionError || this.#isOver) await this.#child.status;
      else this.#read(await this.#session.execute({ sql: "" }));
      throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", cancel);
    }
  }

  /** Kills the process; resolves when it has ended. */
  async end(): Promise<void> {
    this.#isOver = true;
    await kill(this.#child);
  }

  #read(result: QueryResultDto): QueryResultDto {
    this.#held = (result.textBody ?? "").split(",").filter((part) => part !== "") as HeldState[];
    return result;
  }
}

async function startProcess(
  target: Target,
  signal: AbortSignal | undefined,
): Promise<{ child: Deno.ChildProcess; client: DriverClient }> {
  signal?.throwIfAborted();
  const args = ["run", "--no-prompt", "--quiet", ...flagsFor(target), WORKER];
  const command = new Deno.Command(Deno.execPath(), {
    args,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
    env: { DBFLUX_DRIVER_IPC_TOKEN: "" },
  });
  const child = command.spawn();
  try {
    const pipe = new PipeTransport(child.stdout, child.stdin);
    return { child, client: await openClient(pipe, { timeoutMs: START_TIMEOUT_MS, signal, limits: PROCESS_LIMITS }) };
  } catch (error) {
    throw await startFailure(child, target, error);
  }
}

/** Ends a process that could not open its database, and returns the error. */
async function startFailure(child: Deno.ChildProcess, { path }: Target, error: unknown): Promise<unknown> {
  const { code } = await kill(child);
  if (!(error instanceof ConnectionError)) return error;
  const text = `Cannot start the process of ${path}: it ended with code ${code}; the driver's stderr says more`;
  return new DriverError("Transport", text, { retriable: true, cause: error });
}

async function kill(child: Deno.ChildProcess): Promise<Deno.CommandStatus> {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has already ended.
  }
  return await child.status;
}
