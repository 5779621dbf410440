/**
 * Serves a driver, as a program or from options.
 *
 * @module
 */
import { type Clock, ConnectionError, LIFELINE_VARIABLE, listen, type Listener, within } from "@fluxwire/transport";
import { escapeWithinLines } from "@fluxwire/transport/internal";
import type { Limits } from "@fluxwire/wire";
import { DEFAULT_LIMITS } from "@fluxwire/wire/internal";
import { Server } from "@fluxwire/wire/server";
import { parseCommandLine } from "./command_line.ts";
import type { Driver } from "./driver.ts";
import { DriverPeer } from "./driver_peer.ts";
import { Lifetime } from "./lifetime.ts";
import { createLog, type Log } from "./log.ts";
import type { LiveSession } from "./live_session.ts";
import { missingFlags } from "./permissions.ts";
import { permittedFolder } from "./remember/permitted_folder.ts";
import { folderOf } from "./remember/state_folder.ts";
import { ValueStore } from "./remember/value_store.ts";
import { TOKEN_VARIABLE } from "./token.ts";
import { Uncaught } from "./uncaught.ts";
import { Watchdog } from "./watchdog.ts";

/** The default time limit for running calls when the driver stops, in milliseconds; then they are ended. */
const DRAIN_TIMEOUT_MS = 500;

/** The time limit for closing sessions when the driver stops, in milliseconds. */
const CLOSE_TIMEOUT_MS = 2_000;

/** The options of {@link serve}, instead of the command line and the environment. */
export interface ServeOptions {
  /** The socket to listen on, as registered with DBFlux, or an existing listener. */
  socket: string | Listener;
  /**
   * The token every Hello must carry, not empty; null lets any local user connect.
   *
   * @default {null}
   */
  token?: string | null;
  /**
   * Changes to the default limits.
   *
   * @default {}
   */
  limits?: Partial<Limits>;
  /**
   * The time limit for running calls when the driver stops, in milliseconds; then they are ended.
   *
   * @default {500}
   */
  drainTimeoutMs?: number;
  /**
   * The folder in which a driver with `remember` keeps the last values of its connections, in a subfolder named by its
   * id; null to keep none.
   *
   * @default {null}
   */
  stateFolder?: string | null;
  /**
   * The driver's log.
   *
   * @default lines from `info` on, to stderr
   */
  log?: Log;
  /**
   * The clock for the timers of calls and connections.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/** A driver that is being served. */
export interface Serving extends AsyncDisposable {
  /** Resolves when it has stopped. */
  readonly finished: Promise<void>;
  /**
   * Stops accepting requests, waits for the running calls, ends those left after the time limit, and closes every
   * session.
   */
  close(): Promise<void>;
}

/**
 * Serves a driver as a program: reads `--socket` and the rest of the command line, takes the token from
 * `DBFLUX_DRIVER_IPC_TOKEN`, listens, and ends the process on SIGTERM and SIGINT, when its lifeline ends, or when
 * the host that gave it a token ends. An uncaught error, such as that of an idle socket, is logged without its message
 * and does not end the process.
 *
 * Needs `--allow-net` and `--allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE`; without them it names the flags and
 * exits. A driver with `remember` also needs `--allow-read` and `--allow-write` for its state folder; without them it
 * logs one warning that names the flags, and remembers nothing. Under a Fluxwire host it remembers only with `--state`.
 */
export function serve(driver: Driver): Promise<void>;
/**
 * Serves a driver as part of a program. Does not use the command line, environment, signals or standard input.
 *
 * @throws {ConnectionError} `SocketInUse`, `SocketNameInvalid` or `PermissionMissing`.
 * @throws {TypeError} for an empty token, which every client would have.
 * @throws {RangeError} for a limit that is not greater than 0.
 */
export function serve(driver: Driver, options: ServeOptions): Promise<Serving>;
export async function serve(driver: Driver, options?: ServeOptions): Promise<Serving | void> {
  if (options !== undefined) return await serveOn(driver, options);
  Deno.exit(await serveProgram(driver));
}

/** @param opening Called before each session is opened. */
async function serveOn(driver: Driver, options: ServeOptions, opening?: () => void): Promise<Serving> {
  const { token = null, log = createLog("info"), clock } = options;
  if (token === "") throw new TypeError("Cannot serve driver: the token is empty; give one, or null");
  const limits = limitsOf(options.limits);
  const store = storeOf(driver, options.stateFolder ?? null);
  const listener = typeof options.socket === "string" ? await listen(options.socket) : options.socket;
  const peers = new Set<DriverPeer>();
  const sessions = new Map<string, LiveSession>();
  const server = new Server(listener, {
    limits,
    clock,
    onAcceptError: (error) => log.error("cannot accept a connection", { error: error.message }),
    open: (peer) => {
      const own = new DriverPeer(peer, { driver, token, sessions, limits, log, clock, store, opening });
      peers.add(own);
      return {
        request: own.request.bind(own),
        unreadable: own.unreadable.bind(own),
        closed: (reason) => void own.closed(reason).then(() => peers.delete(own)),
      };
    },
  });
  const finished = server.run();
  const close = async (): Promise<void> => {
    listener.close();
    const { drainTimeoutMs = DRAIN_TIMEOUT_MS } = options;
    await within(Promise.all([...peers].map((peer) => peer.drain())), drainTimeoutMs, clock);
    await within(Promise.all([...peers].map((peer) => peer.end("shutdown"))), CLOSE_TIMEOUT_MS, clock);
    await within(server.close(), CLOSE_TIMEOUT_MS, clock);
    await within(finished, CLOSE_TIMEOUT_MS, clock);
  };
  return { finished, close, [Symbol.asyncDispose]: close };
}

function storeOf({ definition: { id, remember } }: Driver, stateFolder: string | null): ValueStore | null {
  return remember === true && stateFolder !== null ? new ValueStore(id, folderOf(id, stateFolder)) : null;
}

/** Checks limits at the start: a limit that is missing by mistake would otherwise show only under load. */
function limitsOf(given: Partial<Limits> = {}): Limits {
  const limits = { ...DEFAULT_LIMITS };
  for (const name of Object.keys(limits) as (keyof Limits)[]) {
    limits[name] = given[name] ?? limits[name];
    if (limits[name] > 0) continue;
    throw new RangeError(
      `Cannot serve driver: limit ${name} is ${limits[name]}; give a number above 0, or leave it out`,
    );
  }
  return limits;
}

async function serveProgram(driver: Driver): Promise<number> {
  const command = parseCommandLine(Deno.args, driver);
  if ("stdout" in command) return print(Deno.stdout, command.stdout, command.code);
  if ("stderr" in command) return print(Deno.stderr, command.stderr, command.code);
  const missing = missingFlags();
  if (missing.length > 0) {
    const text = `Error: Cannot start driver: a permission is missing; add ${missing.join(" ")} to deno run\n`;
    return print(Deno.stderr, text, 1);
  }
  const token = Deno.env.get(TOKEN_VARIABLE) || null;
  const log = createLog(command.logLevel);
  const lifeline = Deno.env.get(LIFELINE_VARIABLE) === "stdin";
  const kept = permittedFolder(driver, { given: command.stateFolder, isHosted: lifeline });
  const watched = { lifeline, parent: token !== null && !command.keepRunning };
  // Signal handlers are set before the socket is opened: a process that sees the socket may send a signal at once.
  using lifetime = new Lifetime(watched);
  using _uncaught = new Uncaught(log);
  using watchdog = new Watchdog(watched);
  let serving: Serving;
  try {
    const { socket, limits } = command;
    const options = { socket, limits, stateFolder: kept.stateFolder, token, log };
    // Only the code of a session can hang, and the thread takes a third of the driver's start.
    serving = await serveOn(driver, options, () => watchdog.start());
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    return print(Deno.stderr, `Error: ${error.message}\n`, 1);
  }
  if (token === null) log.warn("no token in the environment: any local user may connect");
  if (kept.missing !== null) log.warn(`values of connections are not remembered; add ${kept.missing}`);
  log.info("listening", { socket: command.socket, driver: driver.definition.id, version: driver.definition.version });
  const reason = await lifetime.ended;
  log.info("stopping", { reason });
  await serving.close();
  return 0;
}

function print(stream: { writeSync(bytes: Uint8Array): number }, text: string, code: number): number {
  stream.writeSync(new TextEncoder().encode(escapeWithinLines(text)));
  return code;
}
