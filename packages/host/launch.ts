/**
 * Starts a driver, waits until it is ready, and explains where it is not (PROTOCOL.md#launch).
 *
 * @module
 */
import { MAX_TIMER_MS, socketAddress } from "@fluxwire/transport";
import { declaredSecrets } from "./declared_secrets.ts";
import { checkDigest } from "./digest.ts";
import { driverEnvironment } from "./environment.ts";
import { endedError, silentError } from "./failure/explain.ts";
import { listeningPlaces } from "./failure/listening.ts";
import { findProgram, type ProgramCommand } from "./failure/program.ts";
import { spawnError } from "./failure/spawn.ts";
import { LaunchError } from "./launch_error.ts";
import { LaunchedDriver } from "./launched_driver.ts";
import type { OutputSink } from "./output_tail.ts";
import { DriverProcess, type ProcessCommand, type StopOptions } from "./process.ts";
import { isAccepting, untilAccepting } from "./readiness.ts";
import type { LimitedProcess } from "./resources/mod.ts";
import { DEFAULT_STARTUP_TIMEOUT_MS } from "./service.ts";

/** What to start, and how long to wait for it. A {@link Service} with a command is one, too. */
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
   * What its environment has besides `HANDED_DOWN_VARIABLES` of ours. Values of 6 characters or more are masked in what
   * is kept of its output.
   *
   * @default {{}}
   */
  env?: Readonly<Record<string, string>>;
  /**
   * The folder it runs in; null where it is ours.
   *
   * @default {null}
   */
  cwd?: string | null;
  /**
   * The SHA-256 of the program's file, 64 hex digits; null where any will do. The file is then started by its full path.
   *
   * @default {null}
   */
  sha256?: string | null;
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
   * Gets all that it writes: a log.
   *
   * @default {undefined}
   */
  sink?: OutputSink;
  /**
   * Gets the process as soon as it is there, long before it is ready: to limit what it may use.
   *
   * @default {undefined}
   */
  onStarted?: (process: LimitedProcess) => void;
  /**
   * Gets each step of stopping with its reason, as a sentence for a log.
   *
   * @default {undefined}
   */
  onStep?: (text: string) => void;
  /**
   * Gives up when it aborts; what was started is stopped first.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
}

/**
 * Starts a driver and waits until its socket accepts a connection.
 *
 * It gets a pipe as stdin and `FLUXWIRE_LIFELINE=stdin`, so that one made with our SDK ends with us, and the token in
 * `DBFLUX_DRIVER_IPC_TOKEN`.
 *
 * @throws {LaunchError} why it did not start: any code that `LAUNCH_ERROR_MEANINGS` has for what comes before Hello;
 * `SocketTaken` where something listens already. Nothing of it is left.
 * @throws {ConnectionError} `SocketNameInvalid`, `PermissionMissing`.
 * @throws {RangeError} for a time that no timer can have, and for what is no SHA-256.
 */
export async function launch(options: LaunchOptions): Promise<LaunchedDriver> {
  const { command, args = [], socketId, cwd = null, stop = {}, sink, onStarted, onStep, signal } = options;
  const startupTimeoutMs = checkTimeout(options.startupTimeoutMs ?? DEFAULT_STARTUP_TIMEOUT_MS);
  const token = options.token ?? crypto.randomUUID();
  const env = {
    ...driverEnvironment(options.env ?? {}),
    FLUXWIRE_LIFELINE: "stdin",
    DBFLUX_DRIVER_IPC_TOKEN: token,
  };
  const program: ProgramCommand = { command, env, cwd };
  signal?.throwIfAborted();
  const file = await checkedFile(program, options.sha256 ?? null);
  if (await isAccepting(socketId)) throw socketTaken(command, socketId);
  const startedAt = performance.now();
  const process = await spawn(program, {
    ...program,
    command: file,
    args,
    socketPath: socketPathOf(socketId),
    secrets: [token, ...declaredSecrets(options.env ?? {})],
    sink,
    onStep,
  });
  onStarted?.(process);
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort("late"), startupTimeoutMs);
  process.exited.then(() => giveUp.abort("exited"));
  try {
    await untilAccepting(socketId, signal ? AbortSignal.any([signal, giveUp.signal]) : giveUp.signal);
    return new LaunchedDriver(process, { command, socketId, token, stop });
  } catch (error) {
    // Whoever is stopped listens no more, and may have something to say about that.
    const { output } = process, places = error === "late" ? await listeningPlaces(await process.processes() ?? []) : [];
    const { status } = await process.stop(stop);
    if (error === "exited") throw await endedError(program, process, { status, ageMs: performance.now() - startedAt });
    if (error === "late") throw silentError(program, { socketId, timeoutMs: startupTimeoutMs, places, output });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The file that a socket is; null where it is none, or cannot be named in a line. */
function socketPathOf(socketId: string): string | null {
  const { kind, path } = socketAddress(socketId);
  return kind === "file" && !path.includes("\n") ? path : null;
}

/** What to start: the command as it is, or the file whose digest was checked. */
async function checkedFile(program: ProgramCommand, sha256: string | null): Promise<string> {
  if (sha256 === null) return program.command;
  const path = findProgram(program);
  await checkDigest(program.command, path, sha256);
  return path!;
}

/** Starts it; where that fails, the error is about the program as the caller has named it. */
async function spawn(named: ProgramCommand, command: ProcessCommand): Promise<DriverProcess> {
  try {
    return await DriverProcess.start(command);
  } catch (thrown) {
    throw await spawnError(named, thrown);
  }
}

function checkTimeout(ms: number): number {
  if (ms >= 1 && ms <= MAX_TIMER_MS) return ms;
  throw new RangeError(`Cannot start a driver: startupTimeoutMs ${ms} is not from 1 to ${MAX_TIMER_MS}`);
}

function socketTaken(command: string, socketId: string): LaunchError {
  return new LaunchError(
    "SocketTaken",
    `Cannot start ${command}: something already listens on socket "${socketId}"`,
    { hint: "use what listens there, stop it, or choose another name" },
  );
}
