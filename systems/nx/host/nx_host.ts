/**
 * A driver host: its instances, the ways to its hubs, what they publish.
 *
 * @module
 */
import { Fleet, type LogLevel, type ServiceEvent } from "@fluxwire/supervise";
import { type Clock, Gate, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { Instance } from "../instances/instance.ts";
import type { Publisher } from "../publish/publisher.ts";
import type { ProxyError } from "../routing/failures.ts";
import { CallSteps } from "../routing/call_steps.ts";
import { HubEvents } from "../routing/hub_events.ts";
import type { Refusal } from "../routing/registration.ts";
import { Router } from "../routing/router.ts";
import { Launches } from "./launch.ts";
import { NxService } from "./nx_service.ts";
import { checkRequiredHub } from "./required_hub.ts";
import type { NxStatus } from "./status.ts";
import { VERSION } from "./version.ts";
import type { LaunchFolders } from "./work_folder.ts";

/** Calls that reached no hub are logged once in this time for each hub and code, in milliseconds. */
const UNROUTABLE_MS = 10_000;
/** How many instances may start at the same time. */
const MAX_STARTING = 8;

/** What a host is made with. */
export interface NxHostOptions {
  readonly folders: LaunchFolders;
  /** The socket of the host, by its absolute path. */
  readonly socketPath: string;
  readonly publisher: Publisher;
  /** Whether calls need the token of a launch. */
  readonly requireToken: boolean;
  /** The folder for the log of each instance, which must be there; null if they are only kept in memory. */
  readonly logFolder: string | null;
  /** Takes what concerns no instance. */
  readonly onNote?: (level: LogLevel, text: string) => void;
  /** Called with each change of an instance's state. */
  readonly onEvent?: (event: ServiceEvent) => void;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** Calls of one hub and code that reached nothing. */
interface Unroutable {
  untold: number;
  toldAtMs: number;
}

/** Runs drivers, and routes commands between them. */
export class NxHost {
  readonly #fleet: Fleet<NxService>;
  readonly #services: ReadonlyMap<string, NxService>;
  readonly #options: NxHostOptions;
  readonly #clock: Clock;
  readonly #startedAt: string;
  readonly #unroutable = new Map<string, Unroutable>();
  readonly #warned = new Set<string>();
  /** The device ids of the hubs that children were launched with, by the hub's number of launches. */
  readonly #seenLaunches = new Map<string, number>();
  /** The launches that run. */
  readonly launches: Launches = new Launches();
  /** The ways to its hubs. */
  readonly router: Router;
  /** The steps of commands, for those who follow one. */
  readonly calls: CallSteps = new CallSteps();
  /** Events of hubs. */
  readonly events: HubEvents = new HubEvents();

  /** Nothing is started yet. */
  constructor(instances: readonly Instance[], options: NxHostOptions) {
    const { clock = SYSTEM_CLOCK, random = Math.random, folders, socketPath, logFolder, onEvent } = options;
    const hubs = instances.filter(({ driverType }) => driverType === "HUB");
    this.#options = options;
    this.#clock = clock;
    this.#startedAt = new Date(clock.now()).toISOString();
    this.router = new Router(
      hubs.map(({ deviceId, instanceId, settings: { proxyTimeoutMs } }) => {
        return { deviceId, proxyTimeoutMs, explain: () => this.service(instanceId).explain() };
      }),
      { clock, onStep: (step) => this.calls.note(step) },
    );
    const gate = new Gate(MAX_STARTING);
    const services = instances.map((instance) =>
      new NxService(instance, {
        ...{ folders, socketPath, gate, clock, random },
        launches: this.launches,
        router: this.router,
        logPath: logFolder === null ? null : `${logFolder}/${instance.instanceId}.log`,
        checkLaunch: (instance) => checkRequiredHub(instance, { folders, services: this.services }),
        onEvent: (event) => onEvent?.(event),
        childrenOf: (deviceId) => this.childrenOf(deviceId).map(({ id }) => id),
      })
    );
    this.#services = new Map(services.map((service) => [service.id, service]));
    this.#fleet = new Fleet(services);
  }

  /** Its instances, in the order of the file. */
  get services(): NxService[] {
    return this.#fleet.members;
  }

  /** The time of its limits. */
  get clock(): Clock {
    return this.#clock;
  }

  /** Whether calls need the token of a launch. */
  get requireToken(): boolean {
    return this.#options.requireToken;
  }

  /** Where drivers publish. */
  get publisher(): Publisher {
    return this.#options.publisher;
  }

  /**
   * One of its instances.
   *
   * @throws {HostError} `UnknownService`.
   */
  service(id: string): NxService {
    return this.#services.get(id) ?? this.#fleet.get(id);
  }

  /** Starts every instance that is enabled. Resolves when each is ready, or will not be started again of itself. */
  start(): Promise<void> {
    return this.#fleet.start();
  }

  /** Stops an instance and starts it. @throws {HostError} `UnknownService`, `ServiceNotReady`. */
  async restart(id: string): Promise<void> {
    this.#fleet.refuseClosed(`restart ${id}`);
    await this.service(id).restart();
  }

  /** Stops one instance, or all: children before hubs. */
  async stop(id?: string): Promise<void> {
    if (id !== undefined) return await this.service(id).stop();
    this.router.stop();
    await this.#fleet.close();
    await Promise.all(this.services.map(({ log }) => log.close()));
  }

  /** The status of the host and its instances. */
  async status(): Promise<NxStatus> {
    return {
      version: VERSION,
      pid: Deno.pid,
      startedAt: this.#startedAt,
      memoryBytes: Deno.memoryUsage().rss,
      services: await Promise.all(this.services.map((service) => service.status())),
      publisher: { published: Object.fromEntries(this.publisher.published), failures: this.publisher.failures },
    };
  }

  /** The children of a hub. */
  childrenOf(deviceId: string): NxService[] {
    return this.services.filter(({ instance: { driverType, hubDeviceId } }) => {
      return driverType === "CHILD" && hubDeviceId === deviceId;
    });
  }

  /** The HUB with a device id; null for none. */
  hub(deviceId: string): NxService | null {
    return this.services.find(({ instance }) => instance.driverType === "HUB" && instance.deviceId === deviceId) ??
      null;
  }

  /** How many commands a hub may get at once; null for what it asks for. */
  maxInFlightOf(deviceId: string): number | null {
    return this.hub(deviceId)?.instance.settings.maxInFlight ?? null;
  }

  /** What a child learns of its hub. */
  hubState(hubDeviceId: string): { hubDeviceId: string; connected: boolean; detail: string } {
    const connected = (this.router.route(hubDeviceId)?.session ?? null) !== null;
    return {
      hubDeviceId,
      connected,
      detail: connected ? "" : this.hub(hubDeviceId)?.explain() ?? "there is no such hub",
    };
  }

  /** A hub's session has begun or ended: its instance, its children and the log learn of it. */
  hubSessionChanged(deviceId: string, isConnected: boolean): void {
    const hub = this.hub(deviceId)!, { session } = this.router.route(deviceId)!;
    const sure = session?.isSure ?? true;
    hub.log.note("info", isConnected ? "Its hub session has begun" : "Its hub session has ended");
    if (isConnected && !sure) this.warnOnce(hub.id, `the hub session has no launch token (launch ${hub.launchCount})`);
    hub.running?.hubSessionChanged(isConnected);
    hub.launch?.changed();
    const value = this.hubState(deviceId);
    for (const { id } of this.childrenOf(deviceId)) {
      for (const { session } of this.launches.of(id)) session?.send({ case: "hubState", value });
    }
    if (isConnected) this.#restartChildren(hub);
  }

  /** Children that want to be started anew with their hub are, once the new one has its session. */
  #restartChildren(hub: NxService): void {
    const seen = this.#seenLaunches.get(hub.id);
    this.#seenLaunches.set(hub.id, hub.launchCount);
    if (seen === undefined || seen === hub.launchCount) return;
    for (const child of this.childrenOf(hub.instance.deviceId)) {
      if (child.instance.settings.onHubRestart !== "restart" || child.running === null) continue;
      child.log.note("info", `Restarting it: its hub ${hub.id} was started anew`);
      child.restart().catch(() => {/* Its own log says why. */});
    }
  }

  /** Notes a refused registration; gives the refusal as the error that ends the stream. */
  noteRefusal(deviceId: string | null, { message }: Refusal): void {
    const hub = deviceId === null ? null : this.hub(deviceId);
    const text = `A hub session is refused: ${message}`;
    if (hub === null) this.#options.onNote?.("warn", text);
    else hub.log.note("warn", text);
  }

  /** Notes a call that reached no hub, at most once in ten seconds for each hub and code. */
  noteUnroutable(deviceId: string, { code, message, detail }: ProxyError): void {
    if (code === "Cancelled") return;
    const key = `${code} ${deviceId}`, nowMs = this.#clock.now();
    const known = this.#unroutable.get(key);
    if (known !== undefined && nowMs - known.toldAtMs < UNROUTABLE_MS) {
      known.untold++;
      return;
    }
    const hub = this.hub(deviceId);
    // Ids that no hub has are the callers' choice: their number must not grow.
    if (hub !== null) this.#unroutable.set(key, { untold: 0, toldAtMs: nowMs });
    const more = known === undefined || known.untold === 0 ? "" : ` (and ${known.untold} more since the last line)`;
    const text = `A command failed: ${message}, ${code}: ${detail}${more}`;
    if (hub !== null) hub.log.note("warn", text);
    else this.#noteUnknownHub(text, nowMs);
  }

  /** Adds a line that a driver has sent to its log. */
  log(service: NxService, level: string, message: string, fields: string): void {
    const known = ["debug", "info", "warn", "error"].find((word) => word === level.toLowerCase()) as
      | LogLevel
      | undefined;
    const more = fields === "" || fields === "{}" ? "" : ` ${fields}`;
    service.log.note(known ?? "info", `${message}${more}`, "rpc");
  }

  /** Warns about an instance, once for each text. */
  warnOnce(id: string, text: string): void {
    const key = `${id} ${text}`;
    if (this.#warned.has(key) || this.#warned.size >= 10_000) return;
    this.#warned.add(key);
    this.service(id).log.note("warn", text);
  }

  #noteUnknownHub(text: string, nowMs: number): void {
    const known = this.#unroutable.get("") ?? { untold: 0, toldAtMs: -Infinity };
    if (nowMs - known.toldAtMs < UNROUTABLE_MS) {
      known.untold++;
      return;
    }
    this.#unroutable.set("", { untold: 0, toldAtMs: nowMs });
    this.#options.onNote?.("warn", text);
  }
}
