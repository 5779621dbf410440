/**
 * Runs many services: starts them, keeps them running, lets callers connect to them, stops them.
 *
 * @module
 */
import {
  DEFAULT_LIVENESS,
  DEFAULT_RESTART,
  Fleet,
  type LivenessSettings,
  type LogStore,
  type RestartSettings,
  type ServiceEvent,
} from "@fluxwire/supervise";
import { type Clock, Gate, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { DriverClient } from "@fluxwire/wire/client";
import manifest from "./deno.json" with { type: "json" };
import type { DrainOptions } from "./drain.ts";
import type { Service } from "./service.ts";
import type { HostStatus } from "./status.ts";
import { DriverService } from "./supervisor/driver_service.ts";
import type { OpenTap } from "./supervisor/tapped.ts";

/** The options of a host. */
export interface HostOptions {
  /**
   * How failures are met; each service has a policy of its own.
   *
   * @default {DEFAULT_RESTART}
   */
  restart?: Partial<Omit<RestartSettings, "policy">>;
  /**
   * How services are watched.
   *
   * @default {DEFAULT_LIVENESS}
   */
  liveness?: Partial<LivenessSettings>;
  /**
   * How calls in flight are ended when a service is stopped.
   *
   * @default {{}}
   */
  drain?: Omit<DrainOptions, "onStep" | "clock">;
  /**
   * The token given to drivers that the host starts, and sent to those that already run. With an empty one drivers
   * require no token: any program that reaches their sockets may use them.
   *
   * @default {a fresh one at each start, known to this host only}
   */
  token?: string;
  /**
   * Sends token and secrets also to drivers that another user has started, or has put in the place of one.
   *
   * @default {false}
   */
  anyOwner?: boolean;
  /**
   * How many services may start at the same time.
   *
   * @default {8}
   */
  maxStarting?: number;
  /**
   * The folder for the log of each service, which must be there; null if they are only kept in memory.
   *
   * @default {null}
   */
  logFolder?: string | null;
  /**
   * The time, and what sets timers.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
  /**
   * Gives numbers from 0 to below 1.
   *
   * @default {Math.random}
   */
  random?: () => number;
  /**
   * Opens the tap of a driver that is ready: listens on its socket, and forwards to the name on which the driver listens
   * instead. It is disposed once the driver is stopped. Without it no service is tapped.
   *
   * @default {null}
   */
  openTap?: OpenTap | null;
  /**
   * Called with each event of the services. Must not throw.
   *
   * @default {undefined}
   */
  onEvent?: (event: ServiceEvent) => void;
}

/**
 * Runs services until it is stopped. It stops what it has started; drivers that already ran keep running.
 *
 * @example
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { createService, Host } from "@fluxwire/host";
 *
 * const socketId = `example-${crypto.randomUUID()}`;
 * const command = "run --no-prompt --allow-net --allow-env=FLUXWIRE_LIFELINE jsr:@fluxwire/mock-driver --socket";
 * const args = [...command.split(" "), socketId];
 * await using host = new Host([createService({ socketId, command: Deno.execPath(), args })]);
 * await host.start();
 *
 * const client = await host.connect(socketId);
 * await client.ping();
 * const { services: [mock] } = await host.status();
 * equal(mock!.state, "ready");
 * equal(mock!.connections, 1);
 * ```
 */
export class Host implements AsyncDisposable {
  readonly #fleet: Fleet<DriverService>;
  readonly #startedAt: string;

  /**
   * Nothing is started yet.
   *
   * @throws {RangeError} for two services of one id.
   */
  constructor(services: readonly Service[], options: HostOptions = {}) {
    const { clock = SYSTEM_CLOCK, random = Math.random, logFolder = null, maxStarting = 8 } = options;
    const shared = {
      restart: { ...DEFAULT_RESTART, ...options.restart },
      liveness: { ...DEFAULT_LIVENESS, ...options.liveness },
      drain: { ...options.drain, clock },
      token: options.token ?? null,
      anyOwner: options.anyOwner ?? false,
      gate: new Gate(maxStarting),
      clock,
      random,
      openTap: options.openTap ?? null,
      onEvent: options.onEvent ?? (() => {}),
    };
    this.#startedAt = new Date(clock.now()).toISOString();
    this.#fleet = new Fleet(services.map((service) => {
      const logPath = logFolder === null ? null : `${logFolder}/${logFileName(service.socketId)}`;
      return new DriverService(service, { ...shared, logPath });
    }));
  }

  /** The ids of its services. */
  get ids(): string[] {
    return this.#fleet.ids;
  }

  /** Starts every service that is enabled. Resolves when each is ready, or will not be started again of itself. */
  async start(): Promise<void> {
    await this.#fleet.start();
  }

  /**
   * Connects to a service that is ready. Its calls are counted; they are drained when the service is stopped.
   *
   * @throws {HostError} `UnknownService`, `ServiceNotReady`; and what `connect` of this package throws.
   */
  async connect(id: string, { signal }: { signal?: AbortSignal } = {}): Promise<DriverClient> {
    return await this.#fleet.get(id).connect(signal);
  }

  /**
   * Stops a service if it runs, and starts it. Resolves when it is ready.
   *
   * @throws {HostError} `UnknownService`; `ServiceNotReady` if it does not become ready.
   */
  async restart(id: string): Promise<void> {
    this.#fleet.refuseClosed(`restart ${id}`);
    await this.#fleet.get(id).restart();
  }

  /**
   * Stops one service, or all. Resolves when nothing of them is left.
   *
   * @throws {HostError} `UnknownService`.
   */
  async stop(id?: string): Promise<void> {
    await (id === undefined ? this.#fleet.stop() : this.#fleet.get(id).stop());
  }

  /** The status of the host and its services. */
  async status(): Promise<HostStatus> {
    return {
      version: manifest.version,
      pid: Deno.pid,
      startedAt: this.#startedAt,
      memoryBytes: Deno.memoryUsage().rss,
      services: await Promise.all(this.#fleet.members.map((service) => service.status())),
    };
  }

  /**
   * The log of a service.
   *
   * @throws {HostError} `UnknownService`.
   */
  log(id: string): LogStore {
    return this.#fleet.get(id).log;
  }

  /** Stops every service, which then cannot be started again, and writes the rest of their logs. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#fleet.close();
    await Promise.all(this.#fleet.members.map(({ log }) => log.close()));
  }
}

/** The file of a service's log: its id, with what a file's name cannot have written as in a URL. */
function logFileName(id: string): string {
  return `${encodeURIComponent(id.toWellFormed()).replace(/^\./, "%2E")}.log`;
}
