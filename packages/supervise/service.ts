/**
 * One supervised service: its supervisor, its log and its status.
 *
 * @module
 */
import type { Clock, Gate } from "@fluxwire/transport";
import { HostError } from "./host_error.ts";
import type { LimitsStatus, LimitStatus, ProcessLimits } from "./limits/limit_status.ts";
import type { LogStore } from "./logs/log_store.ts";
import type { Process } from "./process.ts";
import { eventText, type ServiceEvent } from "./service_event.ts";
import type { FailureStatus, ServiceStatusBase } from "./status.ts";
import type { Lifecycle, LifecycleEvent } from "./supervisor/lifecycle.ts";
import type { LivenessSettings, RestartSettings } from "./supervisor/settings.ts";
import { type Instance, Supervisor } from "./supervisor/supervisor.ts";

/** How old a look at the processes may be that a status is made of, in milliseconds: one serves all services. */
const USAGE_AGE_MS = 1_000;

/** A service that is ready, and what was started for it. */
export interface ServiceInstance extends Instance {
  /** Its process; null if another program started it. */
  readonly process: Process | null;
}

/** What a service is made with. */
export interface ServiceOptions<I extends ServiceInstance> {
  /** Its id. */
  id: string;
  /** Whether {@link SupervisedService.start} starts it. */
  enabled: boolean;
  /** What it may use, to be shown while it does not run. */
  limits: ProcessLimits;
  /** Starts it; leaves nothing behind if it rejects. Gives up when its signal aborts. */
  start: (signal: AbortSignal) => Promise<I>;
  /** Its output, and the host's lines about it. */
  log: LogStore;
  /** How failures are handled. */
  restart: RestartSettings;
  /** How it is watched. */
  liveness: LivenessSettings;
  /** Lets it start when there is room. */
  gate: Gate;
  /** The time. */
  clock: Clock;
  /** Returns numbers from 0 to below 1. */
  random: () => number;
  /** Called with each event. */
  onEvent: (event: ServiceEvent) => void;
}

/** A service that is kept running. */
export class SupervisedService<I extends ServiceInstance> {
  readonly #options: ServiceOptions<I>;
  readonly #supervisor: Supervisor<I>;
  #sinceMs: number;
  #lastError: FailureStatus | null = null;

  /** Nothing is started yet. */
  constructor(options: ServiceOptions<I>) {
    const { clock, gate, start, restart, liveness, random } = options;
    this.#options = options;
    this.#sinceMs = clock.now();
    this.#supervisor = new Supervisor({
      launch: (signal) => gate.run(() => start(signal), signal),
      restart,
      liveness,
      clock,
      random,
      onChange: (lifecycle, event) => this.#onChange(lifecycle, event),
    });
  }

  /** Its id. */
  get id(): string {
    return this.#options.id;
  }

  /** Its output, and the host's lines about it. */
  get log(): LogStore {
    return this.#options.log;
  }

  /** Starts it if it is enabled. Resolves when it is ready, or is not going to be started again automatically. */
  async start(): Promise<void> {
    if (this.#options.enabled) await this.#supervisor.start();
  }

  /**
   * Stops it if it runs, and starts it, even if it is not enabled.
   *
   * @throws {HostError} `ServiceNotReady` if it does not become ready; it may still be restarted automatically.
   */
  async restart(): Promise<void> {
    if ((await this.#supervisor.restart()).state !== "ready") throw this.#notReady("restart");
  }

  /** Stops it. Resolves when nothing of it is left. */
  stop(): Promise<void> {
    return this.#supervisor.stop();
  }

  /** Where it stands. */
  get lifecycle(): Lifecycle {
    return this.#supervisor.lifecycle;
  }

  /** The instance that is ready; null if none is. */
  get instance(): I | null {
    return this.#supervisor.instance;
  }

  /**
   * The instance that is ready.
   *
   * @param action What it is needed for: `connect to`.
   * @throws {HostError} `ServiceNotReady`.
   */
  ready(action: string): I {
    const { instance } = this;
    if (instance === null) throw this.#notReady(action);
    return instance;
  }

  /** Its status. */
  async status(): Promise<ServiceStatusBase> {
    const { id, enabled, log } = this.#options;
    const { instance } = this;
    const usage = await instance?.process?.usage(USAGE_AGE_MS) ?? null;
    const { state, restarts, failures, retryAtMs } = this.#supervisor.lifecycle;
    return {
      id,
      state: state === "stopped" && !enabled ? "disabled" : state,
      since: isoTime(this.#sinceMs),
      retryAt: retryAtMs === null ? null : isoTime(retryAtMs),
      adopted: instance === null ? null : instance.process === null,
      pid: instance?.process?.pid ?? null,
      silent: this.#supervisor.isSilent,
      restarts,
      memoryBytes: usage?.memoryBytes ?? null,
      cpuMs: usage?.cpuMs ?? null,
      limits: instance?.process ? seenLimits(instance.process) : unkeptLimits(this.#options.limits),
      watchFailure: instance?.process ? WATCH_FAILURES[instance.process.sight] : null,
      logFailure: log.failure?.error.message ?? null,
      lastError: this.#lastError,
      failures: failures.map(({ atMs, cause }) => ({ at: isoTime(atMs), cause })),
    };
  }

  #onChange(lifecycle: Lifecycle, change: LifecycleEvent): void {
    const { clock, log, id, onEvent } = this.#options;
    const nowMs = clock.now();
    this.#sinceMs = nowMs;
    const cause = "cause" in change ? change.cause : null;
    if (cause !== null) this.#lastError = { at: isoTime(nowMs), cause, ...codeOf(change) };
    const { state, retryAtMs, restarts } = lifecycle;
    const event: ServiceEvent = {
      at: isoTime(nowMs),
      service: id,
      event: state,
      cause,
      ...("isFinal" in change && change.isFinal ? { isFinal: true as const } : {}),
      retryInMs: retryAtMs === null ? null : retryAtMs - nowMs,
      pid: this.instance?.process?.pid ?? null,
      restarts,
    };
    log.note(cause === null ? "info" : "warn", eventText(event));
    onEvent(event);
  }

  #notReady(action: string): HostError {
    const { state } = this.#supervisor.lifecycle;
    const why = this.#lastError === null ? "" : `; its last error: ${this.#lastError.cause}`;
    return new HostError("ServiceNotReady", `Cannot ${action} ${this.id}: it is ${state}${why}`);
  }
}

/** Why a watchdog keeps nothing for now. */
const BLIND = "the guard, which lists processes, has not answered in time; the machine may be overloaded";

/** Why what leaves a process group is beyond reach. */
const UNSEEN =
  "the system has no /proc, or no shell can be started: processes that leave the program's process group are " +
  "neither limited nor stopped";

/** Why processes cannot be seen. */
const WATCH_FAILURES: Readonly<Record<Process["sight"], string | null>> = { clear: null, blind: BLIND, none: UNSEEN };

/** The limits of a process, those without enforcement marked that need a look at processes which is not possible now. */
function seenLimits({ limits, sight }: Process): LimitsStatus {
  if (sight !== "blind") return limits;
  const seen = ([name, status]: [string, LimitStatus]) => [
    name,
    status.enforcement === "watchdog" ? { ...status, enforcement: "none", reason: BLIND } : status,
  ];
  return Object.fromEntries(Object.entries(limits).map(seen));
}

/** The limits of a service that does not run here. */
function unkeptLimits(limits: ProcessLimits): LimitsStatus {
  const status = (limit: number): LimitStatus => ({ limit, enforcement: "none", reason: "the host does not run it" });
  return Object.fromEntries(Object.entries(limits).map(([name, limit]) => [name, status(limit)]));
}

/** What to look up about a failed start. */
function codeOf(change: LifecycleEvent): Pick<FailureStatus, "code" | "hint"> {
  return change.type === "failed" && change.code !== undefined ? { code: change.code, hint: change.hint } : {};
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
