/**
 * One service of a host: its supervisor, its log, its numbers.
 *
 * @module
 */
import type { Clock, Gate } from "@fluxwire/transport";
import type { DriverClient } from "@fluxwire/wire/client";
import { declaredSecrets } from "../declared_secrets.ts";
import type { DrainOptions } from "../drain.ts";
import { HostError } from "../host_error.ts";
import { eventText, type HostEvent } from "../host_event.ts";
import { LogStore } from "../logs/mod.ts";
import { Traffic } from "../metrics/traffic.ts";
import type { LimitsStatus, LimitStatus } from "../resources/mod.ts";
import type { Service } from "../service.ts";
import type { FailureStatus, ServiceStatus } from "../status.ts";
import { DriverInstance } from "./driver_instance.ts";
import type { Lifecycle, LifecycleEvent } from "./lifecycle.ts";
import type { LivenessSettings, RestartSettings } from "./settings.ts";
import { Supervisor } from "./supervisor.ts";

/** How old a look at the processes may be that a status is made of, in milliseconds: one serves all services. */
const USAGE_AGE_MS = 1_000;

/** What a service gets from its host. */
export interface HostedServiceOptions {
  /** How failures are met; the policy is the service's own. */
  restart: Omit<RestartSettings, "policy">;
  /** How it is watched. */
  liveness: LivenessSettings;
  /** How its calls are ended when somebody asks to stop it. */
  drain: Omit<DrainOptions, "onStep">;
  /** Its token; null for a fresh one at each start. */
  token: string | null;
  /** Lets it start when there is room. */
  gate: Gate;
  /** The file of its log; null where it is only kept in memory. */
  logPath: string | null;
  /** The time. */
  clock: Clock;
  /** Gives numbers from 0 to below 1. */
  random: () => number;
  /** Is told what happens. */
  onEvent: (event: HostEvent) => void;
}

/** A service that a host runs. */
export class HostedService {
  readonly #options: HostedServiceOptions;
  readonly #supervisor: Supervisor<DriverInstance>;
  readonly #traffic = new Traffic();
  #sinceMs: number;
  #lastError: FailureStatus | null = null;
  /** What is run. */
  readonly service: Service;
  /** What it writes, and what the host says about it. */
  readonly log: LogStore;

  /** Nothing is started yet. */
  constructor(service: Service, options: HostedServiceOptions) {
    const { clock, logPath } = options;
    this.service = service;
    this.#options = options;
    this.#sinceMs = clock.now();
    this.log = new LogStore({ service: service.socketId, file: logPath === null ? null : { path: logPath } });
    for (const secret of declaredSecrets(service.env)) this.log.addSecret(secret);
    this.#supervisor = new Supervisor({
      launch: (signal) => this.#launch(signal),
      restart: { ...options.restart, policy: service.restart },
      liveness: options.liveness,
      clock,
      random: options.random,
      onChange: (lifecycle, event) => this.#tell(lifecycle, event),
    });
  }

  /** Starts it, unless it is not enabled. Resolves when it is ready, or will not be started again of itself. */
  async start(): Promise<void> {
    if (this.service.enabled) await this.#supervisor.start();
  }

  /**
   * Stops it where it runs, and starts it, also where it is not enabled.
   *
   * @throws {HostError} `ServiceNotReady` where it does not become ready; it may be started again of itself.
   */
  async restart(): Promise<void> {
    if ((await this.#supervisor.restart()).state !== "ready") throw this.#notReady("restart");
  }

  /** Stops it. Resolves when nothing of it is left. */
  stop(): Promise<void> {
    return this.#supervisor.stop();
  }

  /** Connects. @throws {HostError} `ServiceNotReady`; and what `connect` of this package throws. */
  async connect(signal?: AbortSignal): Promise<DriverClient> {
    const instance = this.#supervisor.instance;
    if (instance === null) throw this.#notReady("connect to");
    return await instance.connect(signal);
  }

  /** Where it stands, and its numbers. */
  async status(): Promise<ServiceStatus> {
    const { service } = this;
    const instance = this.#supervisor.instance;
    const usage = await instance?.usage(USAGE_AGE_MS) ?? null;
    const { state, restarts, failures, retryAtMs } = this.#supervisor.lifecycle;
    const clients = [...instance?.clients ?? []];
    const { calls, receivedBytes, sentBytes } = this.#traffic;
    return {
      id: service.socketId,
      kind: service.kind,
      state: state === "stopped" && !service.enabled ? "disabled" : state,
      since: isoTime(this.#sinceMs),
      retryAt: retryAtMs === null ? null : isoTime(retryAtMs),
      adopted: instance?.isAdopted ?? null,
      pid: instance?.pid ?? null,
      driver: instance?.identity ?? null,
      silent: this.#supervisor.isSilent,
      restarts,
      connections: clients.length,
      sessions: sum(clients.map(({ sessionIds }) => sessionIds.length)),
      inFlight: sum(clients.map(({ inFlight }) => inFlight)),
      calls: {
        total: calls.count,
        failed: calls.failures,
        sumMs: calls.sumMs,
        p50Ms: calls.quantileMs(0.5),
        p99Ms: calls.quantileMs(0.99),
      },
      receivedBytes,
      sentBytes,
      memoryBytes: usage?.memoryBytes ?? null,
      cpuMs: usage?.cpuMs ?? null,
      limits: instance?.limits ?? unkeptLimits(service),
      logFailure: this.log.failure?.error.message ?? null,
      lastError: this.#lastError,
      failures: failures.map(({ atMs, cause }) => ({ at: isoTime(atMs), cause })),
    };
  }

  #launch(signal: AbortSignal): Promise<DriverInstance> {
    const { gate, drain, token } = this.#options;
    return gate.pass(
      signal,
      () => DriverInstance.launch(this.service, { signal, token, log: this.log, traffic: this.#traffic, drain }),
    );
  }

  #tell(lifecycle: Lifecycle, event: LifecycleEvent): void {
    const nowMs = this.#options.clock.now();
    this.#sinceMs = nowMs;
    const cause = "cause" in event ? event.cause : null;
    if (cause !== null) this.#lastError = { at: isoTime(nowMs), cause };
    const { state, retryAtMs, restarts } = lifecycle;
    const told: HostEvent = {
      at: isoTime(nowMs),
      service: this.service.socketId,
      event: state,
      cause,
      retryInMs: retryAtMs === null ? null : retryAtMs - nowMs,
      pid: this.#supervisor.instance?.pid ?? null,
      restarts,
    };
    this.log.note(cause === null ? "info" : "warn", eventText(told));
    this.#options.onEvent(told);
  }

  #notReady(action: string): HostError {
    const { state } = this.#supervisor.lifecycle;
    const why = this.#lastError === null ? "" : `; its last error: ${this.#lastError.cause}`;
    return new HostError("ServiceNotReady", `Cannot ${action} ${this.service.socketId}: it is ${state}${why}`);
  }
}

/** The limits of a service that nobody has started here. */
function unkeptLimits({ limits }: Service): LimitsStatus {
  const status = (limit: number): LimitStatus => ({ limit, enforcement: "none", reason: "the host does not run it" });
  return Object.fromEntries(Object.entries(limits).map(([name, limit]) => [name, status(limit)]));
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
