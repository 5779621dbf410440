/**
 * Uses a driver that listens already, or starts one (PROTOCOL.md#launch).
 *
 * @module
 */
import type { DriverClient } from "@fluxwire/wire/client";
import { connect, type ConnectOptions } from "./connect.ts";
import { launch, type LaunchOptions } from "./launch.ts";
import { LaunchError } from "./launch_error.ts";
import type { DriverHandle, LaunchedDriver } from "./launched_driver.ts";
import { isAccepting } from "./readiness.ts";
import { type Service, socketNameOf } from "./service.ts";

/** A driver that somebody else started: used, never stopped. */
export class AdoptedDriver implements DriverHandle {
  readonly #clients = new Set<DriverClient>();
  /** Somebody else started it. */
  readonly kind = "adopted";
  /** The socket it listens on. */
  readonly socketId: string;
  /** The token to say; null where none is known. */
  readonly token: string | null;

  /** Made by {@link adoptOrLaunch}. */
  constructor(socketId: string, token: string | null) {
    this.socketId = socketId;
    this.token = token;
  }

  /** Connects and says Hello, as `connect` of this package does. */
  async connect(options: Omit<ConnectOptions, "token"> = {}): Promise<DriverClient> {
    const client = await connect(this.socketId, { ...options, token: this.token });
    this.#clients.add(client);
    client.closed.then(() => this.#clients.delete(client));
    return client;
  }

  /** Closes the connections that were made here. The driver runs on. */
  async stop(): Promise<void> {
    const clients = [...this.#clients];
    for (const client of clients) client.close();
    await Promise.all(clients.map((client) => client.closed));
  }

  /** As {@link stop}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/** How to adopt or to launch. */
export interface AdoptOptions extends Pick<LaunchOptions, "sink" | "onStarted" | "onStep"> {
  /**
   * The token to say; one that is launched gets it. An adopted driver holds the token of whoever started it.
   *
   * @default {none for an adopted driver, a fresh one for a launched one}
   */
  token?: string;
  /**
   * Gives up when it aborts; what was started is stopped first.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
}

/**
 * Uses what listens on a service's socket, else starts the service.
 *
 * @returns A handle whose `stop()` stops what was started here, and leaves what was adopted running.
 * @throws {LaunchError} as {@link launch}; `NotRunning` where nothing listens and the service has no command.
 * @throws {ConnectionError} `SocketNameInvalid`, `PermissionMissing`.
 */
export async function adoptOrLaunch(
  service: Service,
  { token, ...options }: AdoptOptions = {},
): Promise<LaunchedDriver | AdoptedDriver> {
  const socketId = socketNameOf(service);
  options.signal?.throwIfAborted();
  if (await isAccepting(socketId)) return new AdoptedDriver(socketId, token ?? null);
  const { command } = service;
  if (command === null) throw notRunning(socketId);
  try {
    return await launch({ ...service, ...options, command, socketId, token });
  } catch (error) {
    // Somebody was faster.
    if (error instanceof LaunchError && error.code === "SocketTaken") return new AdoptedDriver(socketId, token ?? null);
    throw error;
  }
}

function notRunning(socketId: string): LaunchError {
  return new LaunchError(
    "NotRunning",
    `Cannot use socket "${socketId}": nothing listens there, and no command is given`,
    {
      hint: "start the driver, or give the service a command",
    },
  );
}
