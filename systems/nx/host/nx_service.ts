/**
 * One instance of a host: launched, supervised, and with what is known of it.
 *
 * @module
 */
import {
  declaredSecrets,
  DEFAULT_LIVENESS,
  DEFAULT_RESTART,
  type FleetMember,
  LogStore,
  type ServiceEvent,
  start,
  SupervisedService,
} from "@fluxwire/supervise";
import { type Clock, Gate } from "@fluxwire/transport";
import type { Instance } from "../instances/instance.ts";
import type { HubRoute } from "../routing/hub_route.ts";
import type { Router } from "../routing/router.ts";
import type { DriverSession } from "./driver_session.ts";
import { type Health, WELL, worstHealth } from "./health.ts";
import type { Launch, Launches } from "./launch.ts";
import { NxInstance } from "./nx_instance.ts";
import { HUB_MS, LIVED_MS, untilReady } from "./readiness.ts";
import type { ChildStatus, HubStatus, InstanceStatus } from "./status.ts";
import { driverPath, type LaunchFolders, prepareLaunch } from "./work_folder.ts";

/** How long a CHILD waits for its hub, in milliseconds. */
const HUB_WAIT_MS = 5_000;
/** How long a line of a driver may stay unfinished, in milliseconds. */
const UNFINISHED_MS = 1_000;
/** What a start may take besides the time that the driver has, in milliseconds. */
const START_MARGIN_MS = 1_000;

/** What an instance gets from its host. */
export interface NxServiceOptions {
  readonly folders: LaunchFolders;
  /** The socket of the host, by its absolute path. */
  readonly socketPath: string;
  readonly launches: Launches;
  readonly router: Router;
  /** Lets it start when there is room. */
  readonly gate: Gate;
  /** The file of its log; null if it is only kept in memory. */
  readonly logPath: string | null;
  readonly clock: Clock;
  readonly random: () => number;
  /** Refuses a launch, by an error; called when its hub has a session, or was waited for. */
  readonly checkLaunch: (instance: Instance) => Promise<void>;
  /** Called with each change of its state. */
  readonly onEvent: (event: ServiceEvent) => void;
  /** The instance ids of the children that are bound to a hub. */
  readonly childrenOf: (deviceId: string) => string[];
}

/** A driver that a host runs. */
export class NxService implements FleetMember {
  readonly #options: NxServiceOptions;
  readonly #supervised: SupervisedService<NxInstance>;
  #launch: Launch | null = null;
  #running: NxInstance | null = null;
  #launches = 0;
  #hasWarnedOfHub = false;
  /** Whether the last launch had a driver session: the next one is then expected to open one, too. */
  #hadSession = false;
  /** What it is. */
  readonly instance: Instance;
  /** Children stop before hubs. */
  readonly group: number;
  /** A child waits for its hub by itself, so that all start together. */
  readonly startGroup = 0;

  /** Nothing is started yet. */
  constructor(instance: Instance, options: NxServiceOptions) {
    const { clock, random, logPath, onEvent } = options;
    const { instanceId: id, settings: { enabled, limits, restart: policy, env } } = instance;
    const file = logPath === null ? null : { path: logPath };
    const log = new LogStore({ service: id, file, clock, unfinishedMs: UNFINISHED_MS });
    for (const secret of [...instance.secrets, ...declaredSecrets(env)]) log.addSecret(secret);
    this.instance = instance;
    this.#options = options;
    this.group = instance.driverType === "CHILD" ? 1 : 0;
    this.#supervised = new SupervisedService({
      ...{ id, enabled, limits, log, clock, random, onEvent },
      restart: { ...DEFAULT_RESTART, policy },
      liveness: DEFAULT_LIVENESS,
      // Its own gate is passed once its hub is there: children that wait must not keep their hubs from starting.
      gate: new Gate(1),
      start: (signal) => this.#open(signal),
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

  /** Its launch, from before its process starts; null while there is none. */
  get launch(): Launch | null {
    return this.#launch;
  }

  /** Its driver session; null for none. */
  get session(): DriverSession | null {
    return this.#launch?.session ?? null;
  }

  /** What runs, ready or not yet; null for nothing. */
  get running(): NxInstance | null {
    return this.#running;
  }

  /** How often it was launched. */
  get launchCount(): number {
    return this.#launches;
  }

  /** Of a HUB: the way to it. */
  get route(): HubRoute | null {
    return this.instance.driverType === "HUB" ? this.#options.router.route(this.instance.deviceId) : null;
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

  /** How well it is: the worst of what it says, and for a CHILD whether its hub has a session. */
  get health(): Health {
    const said = this.session?.health ?? WELL;
    return worstHealth(said, this.#hubHealth());
  }

  /** Its status. */
  async status(): Promise<InstanceStatus> {
    const base = await this.#supervised.status();
    const { deviceId, driverId, driverType } = this.instance;
    const isUp = base.state === "ready" || base.state === "disabled" || base.state === "stopped";
    const own: Health = isUp ? WELL : { status: "DOWN", details: { state: base.state } };
    return {
      ...base,
      deviceId,
      driverId,
      driverType,
      driverVersion: this.session?.hello.driverVersion || null,
      session: this.session !== null,
      health: worstHealth(own, this.health),
      hub: this.route === null ? null : this.#hubStatus(this.route),
      child: driverType === "CHILD" ? this.#childStatus() : null,
    };
  }

  /** Why it has no hub session, in a sentence. */
  explain(): string {
    const { state, retryAtMs } = this.#supervised.lifecycle;
    if (retryAtMs === null) return `its state is ${state}`;
    const ms = Math.max(0, Math.round(retryAtMs - this.#options.clock.now()));
    return `its state is ${state}, next try in ${ms} ms`;
  }

  #hubHealth(): Health {
    const { driverType, hubDeviceId } = this.instance;
    if (driverType !== "CHILD" || hubDeviceId === null || this.#hasHub()) return WELL;
    return { status: "DEGRADED", details: { hub: "hub not connected" } };
  }

  #hasHub(): boolean {
    const { hubDeviceId } = this.instance;
    return hubDeviceId !== null && (this.#options.router.route(hubDeviceId)?.session ?? null) !== null;
  }

  #hubStatus(route: HubRoute): HubStatus {
    const { session, times } = route;
    return {
      sessionSince: session === null ? null : new Date(session.sinceMs).toISOString(),
      sure: session?.isSure ?? null,
      features: [...session?.features ?? []],
      maxInFlight: session?.maxInFlight ?? null,
      inFlight: route.inFlight,
      waiting: route.waiting,
      routed: times.count,
      failed: Object.fromEntries(route.failed),
      dropped: route.dropped,
      sumMs: times.sumMs,
      p50Ms: times.quantileMs(0.5),
      p99Ms: times.quantileMs(0.99),
      children: this.#options.childrenOf(this.instance.deviceId),
    };
  }

  #childStatus(): ChildStatus {
    const { hubDeviceId, childRef } = this.instance;
    return { hubDeviceId, childRef, hubConnected: this.#hasHub() };
  }

  async #open(signal: AbortSignal): Promise<NxInstance> {
    await this.#untilHub(signal);
    await this.#options.checkLaunch(this.instance);
    return await this.#options.gate.run(() => this.#begin(signal), signal);
  }

  /** Waits for the hub's session, a while. */
  async #untilHub(signal: AbortSignal): Promise<void> {
    const { hubDeviceId } = this.instance;
    const { router } = this.#options;
    const route = hubDeviceId === null ? null : router.route(hubDeviceId);
    if (route === null || await route.untilSession(HUB_WAIT_MS, signal)) return;
    signal.throwIfAborted();
    if (this.#hasWarnedOfHub) return;
    this.#hasWarnedOfHub = true;
    this.log.note("warn", `its hub has no session after ${HUB_WAIT_MS / 1_000} s; starting it anyway`);
  }

  async #begin(signal: AbortSignal): Promise<NxInstance> {
    const { folders, launches, clock } = this.#options;
    const { settings } = this.instance;
    const { command, args, cwd } = await prepareLaunch(this.instance, folders);
    const launch = launches.begin(this.instance);
    this.#launch = launch;
    this.#launches++;
    const expectsSession = this.#hadSession;
    const onGone = () => {
      this.#hadSession = launch.hasHadSession;
      launches.end(launch);
      this.route?.resume();
      if (this.#launch === launch) this.#launch = this.#running = null;
    };
    const least = this.instance.driverType === "HUB" ? HUB_MS : LIVED_MS;
    try {
      await start({
        ...{ command, args, cwd, signal, log: this.log, limits: settings.limits, sha256: settings.sha256 },
        name: this.instance.instanceId,
        env: { ...settings.env, NX_LAUNCH_TOKEN: launch.token },
        plainEnv: this.#plainEnvironment(),
        environment: settings.inheritEnv ? { kind: "all" } : undefined,
        ownFile: this.#options.socketPath,
        startupTimeoutMs: Math.max(settings.startTimeoutMs, least + START_MARGIN_MS),
        stop: { stdinGraceMs: 200, termGraceMs: settings.termGraceMs },
        ready: async (process, giveUp) => {
          const instance = this.#running = new NxInstance({
            ...{ launch, process, log: this.log, clock, onGone },
            route: this.route,
          });
          process.exited.then(() => launch.end());
          const refused = instance.refusal.then((error) => Promise.reject(error));
          await Promise.race([
            refused,
            untilReady(launch, {
              clock,
              signal: giveUp,
              expectsSession,
              hasHubSession: () => (this.route?.session ?? null) !== null,
              onWarning: (text) => this.log.note("warn", text),
            }),
          ]);
        },
      });
      return this.#running!;
    } catch (error) {
      onGone();
      throw error;
    }
  }

  #plainEnvironment(): Record<string, string> {
    const { deviceId, instanceId, settings } = this.instance;
    const own = Deno.permissions.querySync({ name: "env", variable: "PATH" }).state === "granted";
    return {
      PATH: driverPath(settings.env.PATH ?? (own ? Deno.env.get("PATH") : undefined)),
      NX_HOST_GRPC_ADDR: `unix:///${this.#options.socketPath}`,
      NX_DEVICE_ID: deviceId,
      NX_INSTANCE_ID: instanceId,
    };
  }
}
