/**
 * One service of a host: a driver that is supervised, with the numbers of its connections.
 *
 * @module
 */
import {
  declaredSecrets,
  type FleetMember,
  type LivenessSettings,
  LogStore,
  type RestartSettings,
  type ServiceEvent,
  SupervisedService,
} from "@fluxwire/supervise";
import type { Clock, Gate } from "@fluxwire/transport";
import type { DriverClient } from "@fluxwire/wire/client";
import type { DrainOptions } from "../drain.ts";
import { Traffic } from "../metrics/traffic.ts";
import type { Service } from "../service.ts";
import type { ServiceStatus } from "../status.ts";
import { SupervisedInstance } from "./supervised_instance.ts";
import type { OpenTap } from "./tapped.ts";

/** What a service gets from its host. */
export interface DriverServiceOptions {
  /** How failures are met; the policy is the service's own. */
  restart: Omit<RestartSettings, "policy">;
  /** How it is watched. */
  liveness: LivenessSettings;
  /** How its calls are ended when it is asked to stop. */
  drain: Omit<DrainOptions, "onStep">;
  /** Its token; null for a fresh one at each start. */
  token: string | null;
  /** Whether token and secrets are sent to any user's program. */
  anyOwner: boolean;
  /** Lets it start when there is room. */
  gate: Gate;
  /** The file of its log; null if it is only kept in memory. */
  logPath: string | null;
  /** The time. */
  clock: Clock;
  /** Gives numbers from 0 to below 1. */
  random: () => number;
  /** Opens taps; null for none. */
  openTap: OpenTap | null;
  /** Called with each event. */
  onEvent: (event: ServiceEvent) => void;
}

/** A driver that a host runs. */
export class DriverService implements FleetMember {
  readonly #service: Service;
  readonly #supervised: SupervisedService<SupervisedInstance>;
  readonly #traffic = new Traffic();

  /** Nothing is started yet. */
  constructor(service: Service, options: DriverServiceOptions) {
    const { socketId: id, enabled, limits, env } = service;
    const { logPath, token, anyOwner, drain, openTap, ...shared } = options;
    const log = new LogStore({ service: id, file: logPath === null ? null : { path: logPath } });
    for (const secret of declaredSecrets(env)) log.addSecret(secret);
    this.#service = service;
    this.#supervised = new SupervisedService({
      ...shared,
      ...{ id, enabled, limits, log },
      restart: restartOf(service, options.restart),
      start: (signal) =>
        SupervisedInstance.open(service, { signal, token, anyOwner, log, traffic: this.#traffic, drain, openTap }),
    });
  }

  /** Its id. */
  get id(): string {
    return this.#supervised.id;
  }

  /** Its output, and the host's lines about it. */
  get log(): LogStore {
    return this.#supervised.log;
  }

  /** As {@link SupervisedService.start}. */
  start(): Promise<void> {
    return this.#supervised.start();
  }

  /** As {@link SupervisedService.restart}. */
  restart(): Promise<void> {
    return this.#supervised.restart();
  }

  /** As {@link SupervisedService.stop}. */
  stop(): Promise<void> {
    return this.#supervised.stop();
  }

  /** Connects. @throws {HostError} `ServiceNotReady`; and what `connect` of this package throws. */
  async connect(signal?: AbortSignal): Promise<DriverClient> {
    return await this.#supervised.ready("connect to").connect(signal);
  }

  /** Its status, with the numbers of its connections. */
  async status(): Promise<ServiceStatus> {
    const { instance } = this.#supervised;
    const { id, state, since, retryAt, adopted, pid, silent, restarts, ...rest } = await this.#supervised.status();
    const clients = [...instance?.clients ?? []];
    const { calls, receivedBytes, sentBytes } = this.#traffic;
    return {
      id,
      kind: this.#service.kind,
      ...{ state, since, retryAt, adopted, pid },
      driver: instance?.identity ?? null,
      silent,
      restarts,
      tap: instance?.isTapped ?? false,
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
      ...rest,
    };
  }
}

/** A service without a command is looked for as long as the host runs: another program may start it at any time. */
function restartOf({ command, restart: policy }: Service, settings: Omit<RestartSettings, "policy">): RestartSettings {
  return { ...settings, policy, maxFailures: command === null ? Infinity : settings.maxFailures };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
