/**
 * Starts a driver, waits until it is ready, and explains where it is not.
 *
 * @module
 */
import { type DriverOutput, LaunchError } from "./launch_error.ts";
import { DriverProcess, exitText, type StopOptions, type StopReport } from "./process.ts";
import { isAccepting, untilAccepting } from "./readiness.ts";

/** What to start, and how long to wait for it. */
export interface LaunchOptions {
  /** The program, by path or by its name in PATH. */
  command: string;
  /**
   * Its arguments; the socket's name must be among them.
   *
   * @default {[]}
   */
  args?: readonly string[];
  /** The socket it will listen on. */
  socketId: string;
  /**
   * What its environment has besides ours.
   *
   * @default {{}}
   */
  env?: Readonly<Record<string, string>>;
  /**
   * The token it may ask for in Hello.
   *
   * @default {a fresh one}
   */
  token?: string;
  /**
   * How long it may take to listen, in milliseconds.
   *
   * @default {5000}
   */
  startupTimeoutMs?: number;
  /**
   * How it is stopped when it does not start, and by {@link LaunchedDriver.stop}.
   *
   * @default {{}}
   */
  stop?: StopOptions;
  /**
   * Gives up when it aborts; what was started is stopped first.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
}

/** A driver that was started and listens. Whoever has it must stop it. */
export class LaunchedDriver implements AsyncDisposable {
  readonly #process: DriverProcess;
  readonly #stop: StopOptions;
  /** The socket it listens on. */
  readonly socketId: string;
  /** The token it was given. */
  readonly token: string;

  /** Made by {@link launch}. */
  constructor(
    process: DriverProcess,
    { socketId, token, stop }: { socketId: string; token: string; stop: StopOptions },
  ) {
    this.#process = process;
    this.#stop = stop;
    this.socketId = socketId;
    this.token = token;
  }

  /** The id of its process. */
  get pid(): number {
    return this.#process.pid;
  }

  /** Resolves when its process has ended, for whatever reason. */
  get exited(): Promise<Deno.CommandStatus> {
    return this.#process.exited;
  }

  /** Whether its process ends within that time, of itself. */
  endsWithin(ms: number): Promise<boolean> {
    return this.#process.endsWithin(ms);
  }

  /** The last 50 lines of each of its outputs. */
  get output(): DriverOutput {
    return this.#process.output;
  }

  /** Closes its stdin, then SIGTERM, then SIGKILL, to all of its process group. Nothing of that is left afterwards. */
  stop(options: StopOptions = this.#stop): Promise<StopReport> {
    return this.#process.stop(options);
  }

  /** As {@link stop}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

/**
 * Starts a driver and waits until its socket accepts a connection.
 *
 * It gets a pipe as stdin and `FLUXWIRE_LIFELINE=stdin`, so that one made with our SDK ends with us, and the token in
 * `DBFLUX_DRIVER_IPC_TOKEN`.
 *
 * @throws {LaunchError} `SpawnFailed`, `ExitedEarly`, `NotReady`, or `SocketTaken` where something listens already.
 * @throws {ConnectionError} `SocketNameInvalid`, `PermissionMissing`.
 */
export async function launch(options: LaunchOptions): Promise<LaunchedDriver> {
  const { command, args = [], socketId, startupTimeoutMs = 5_000, stop = {}, signal } = options;
  const token = options.token ?? crypto.randomUUID();
  signal?.throwIfAborted();
  if (await isAccepting(socketId)) throw socketTaken(command, socketId);
  const env = { ...options.env, FLUXWIRE_LIFELINE: "stdin", DBFLUX_DRIVER_IPC_TOKEN: token };
  const process = new DriverProcess({ command, args, env });
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort("late"), startupTimeoutMs);
  process.exited.then(() => giveUp.abort("exited"));
  try {
    await untilAccepting(socketId, signal ? AbortSignal.any([signal, giveUp.signal]) : giveUp.signal);
    return new LaunchedDriver(process, { socketId, token, stop });
  } catch (error) {
    const { status } = await process.stop(stop);
    if (error === "exited") throw exitedEarly(command, status, process.output);
    if (error === "late") throw notReady(command, socketId, startupTimeoutMs, process.output);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function socketTaken(command: string, socketId: string): LaunchError {
  return new LaunchError(
    "SocketTaken",
    `Cannot start ${command}: something already listens on socket "${socketId}"; stop it, or choose another name`,
  );
}

function exitedEarly(command: string, status: Deno.CommandStatus, output: DriverOutput): LaunchError {
  return new LaunchError(
    "ExitedEarly",
    `Cannot start ${command}: it ended with ${exitText(status)} before its socket accepted a connection${
      lastWords(output)
    }`,
    { output },
  );
}

function notReady(command: string, socketId: string, ms: number, output: DriverOutput): LaunchError {
  return new LaunchError(
    "NotReady",
    `Cannot start ${command}: nothing listened on socket "${socketId}" within ${ms} ms; it must listen on the name it is given${
      lastWords(output)
    }`,
    { output },
  );
}

/** The last line it wrote, to stand at the end of a message. */
export function lastWords({ stdout, stderr }: DriverOutput): string {
  const line = [...stdout, ...stderr].findLast((line) => line.trim() !== "");
  return line === undefined ? "; it wrote nothing" : `; its last words: ${line.trim()}`;
}
