/**
 * A driver with its connection to the host: registers, subscribes and publishes anew whenever that is made anew.
 *
 * @module
 */
import { type Channel, GrpcError } from "@fluxwire/grpc";
import type { Clock } from "@fluxwire/transport";
import { bindingOf, ChildLink } from "./child_link.ts";
import type { DriverLog, LogFields } from "./context.ts";
import type { Driver } from "./definition.ts";
import { HostLink } from "./host_link.ts";
import { HubLink } from "./hub_link.ts";
import { publisherLink } from "./publisher_link.ts";
import { DriverRuntime } from "./runtime.ts";
import { SessionLink } from "./session_link.ts";

/** How long a stream that the host has refused or ended is not opened again, in milliseconds. */
const REOPEN_MS = 1_000;
/** How long a driver waits for its host's welcome before it starts without, in milliseconds. */
const WELCOME_MS = 5_000;

/** What a driver is served with. */
export interface ServedDriverOptions {
  readonly deviceId: string;
  readonly config: unknown;
  /** The host's address; null for a driver without a host. */
  readonly address: string | null;
  /** The token of the launch; null for a host that gives none. */
  readonly token: string | null;
  readonly clock: Clock;
  /** Called when the host wants the driver to end. */
  readonly onStop: () => void;
}

/** A driver that is connected to its host. */
export class ServedDriver {
  readonly #options: ServedDriverOptions;
  readonly #link: HostLink | null;
  readonly #child: ChildLink;
  readonly #welcome = Promise.withResolvers<void>();
  #runtime!: DriverRuntime;
  #hub: HubLink | null = null;
  #session: SessionLink | null = null;
  #isStopped = false;

  private constructor(options: ServedDriverOptions) {
    const { address, token, clock, config } = options;
    this.#options = options;
    this.#link = address === null ? null : new HostLink({
      ...{ address, token, clock },
      random: Math.random,
      onConnected: (channel) => void this.#onConnected(channel),
      onLost: (why, ms) => this.#log("warn", `no connection to the host: ${why}; trying again in ${ms} ms`, {}),
    });
    this.#child = new ChildLink(this.#link ?? NO_LINK, bindingOf(config));
  }

  /** A driver that is not connected yet. @throws {ConfigError} for a configuration that it cannot use. */
  static async create(driver: Driver, options: ServedDriverOptions): Promise<ServedDriver> {
    const served = new ServedDriver(options);
    const { deviceId, clock } = options;
    served.#runtime = await DriverRuntime.create(driver, options.config, {
      ...{ deviceId, clock },
      log: served.#driverLog(),
      hub: served.#child,
      publish: publisherLink(served.#link ?? NO_LINK, {
        ...{ deviceId, driver, clock },
        onMissing: () => served.#log("info", "the host has no publisher", {}),
      }),
      emit: (childRef, type, payload) => served.#hub?.emit(childRef, type, payload) ?? false,
      parentDeviceId: () => driver.type === "CHILD" ? served.#child.binding?.hubDeviceId ?? "" : "",
    });
    if (driver.type === "HUB") served.#hub = new HubLink(served.#runtime, deviceId, () => clock.now());
    served.#session = served.#sessionLink();
    return served;
  }

  /** Connects, publishes what the driver declares, and runs its `start`; a hub then opens its session. */
  async start(): Promise<void> {
    if (this.#link === null) this.#log("warn", "NX_HOST_GRPC_ADDR is not set: this driver has no host", {});
    else {
      await this.#link.open();
      if (this.#options.token === null || !this.#link.isConnected) this.#welcome.resolve();
      const timer = this.#options.clock.setTimeout(() => this.#welcome.resolve(), WELCOME_MS);
      await this.#welcome.promise;
      this.#options.clock.clearTimeout(timer);
      if (this.#link.isConnected) await this.#runtime.announce();
    }
    await this.#runtime.start();
    if (this.#link?.isConnected) this.#openStreams(this.#link.channel);
    this.#session?.started();
  }

  /** Ends the driver, then its connection. Stopping again is harmless. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#runtime.stop();
    await this.#link?.close();
  }

  #sessionLink(): SessionLink {
    return new SessionLink(this.#runtime, this.#options.deviceId, {
      onWelcome: () => this.#welcome.resolve(),
      onBindHub: (hubDeviceId, childRef) => this.#child.bind({ hubDeviceId, childRef }),
      onHubState: (isConnected) => this.#child.isConnected = isConnected,
      onStop: () => this.#options.onStop(),
    });
  }

  async #onConnected(channel: Channel): Promise<void> {
    if (this.#options.token !== null) this.#keepOpen("driver session", channel, () => this.#session!.serve(channel));
    if (!this.#runtime.isStarted) return;
    this.#openStreams(channel);
    await this.#runtime.announce();
  }

  /** What a driver opens once it is started. */
  #openStreams(channel: Channel): void {
    const hub = this.#hub, child = this.#child;
    if (hub !== null) this.#keepOpen("hub session", channel, () => hub.serve(channel, () => {}));
    const { driver } = this.#runtime;
    if (driver.type !== "CHILD" || driver.definition.onHubEvent === undefined || child.binding === null) return;
    this.#keepOpen("events of the hub", channel, () => child.follow(channel, (event) => this.#runtime.hubEvent(event)));
  }

  /** Serves a stream, and opens it again while the connection lives. A host that does not know it is left alone. */
  async #keepOpen(what: string, channel: Channel, serve: () => Promise<void>): Promise<void> {
    while (channel.isOpen && !this.#isStopped) {
      try {
        await serve();
      } catch (error) {
        if (!channel.isOpen || this.#isStopped) return;
        if (error instanceof GrpcError && error.code === "UNIMPLEMENTED") return this.#welcome.resolve();
        this.#log("warn", `${what}: ${error instanceof Error ? error.message : error}`, {});
      }
      if (!channel.isOpen || this.#isStopped) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = this.#options.clock.setTimeout(resolve, REOPEN_MS);
      await Promise.race([promise, channel.closed]);
      this.#options.clock.clearTimeout(timer);
    }
  }

  #driverLog(): DriverLog {
    const at = (level: string) => (message: string, fields: LogFields = {}) => this.#log(level, message, fields);
    return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
  }

  #log(level: string, message: string, fields: LogFields): void {
    if (this.#session?.log(level, message, fields, this.#options.clock.now())) return;
    const more = Object.keys(fields).length === 0 ? "" : ` ${JSON.stringify(fields)}`;
    console.error(`${level.toUpperCase()} ${message}${more}`);
  }
}

/** Stands for the host of a driver that has none. */
const NO_LINK = new HostLink({
  address: "",
  token: null,
  clock: { now: () => 0, setTimeout: () => {}, clearTimeout: () => {} },
  random: () => 0,
  onConnected: () => {},
  onLost: () => {},
});
