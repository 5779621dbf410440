/**
 * A driver at work, independent of what it is connected to.
 *
 * @module
 */
import type { Clock } from "@fluxwire/transport";
import type { DeviceDescriptor, Endpoint, Variable } from "../generated/nx/driver/v1/driver_pb.ts";
import { KeyOrder } from "../order/key_order.ts";
import { type CommandResult, dataOf, payloadValue, resultOf } from "./command_result.ts";
import type { ChildContext, DriverContext, DriverLog, HubContext, HubProxy, Publish } from "./context.ts";
import { deviceOf, endpointsOf, variablesOf } from "./declared.ts";
import { withDefaults } from "./defaults.ts";
import type { Driver, DriverHealth, HubEvent } from "./definition.ts";
import { NxError } from "./nx_error.ts";
import { loadChecker, type SchemaChecker } from "./schema.ts";

/** What a driver is connected to. */
export interface Surroundings {
  readonly deviceId: string;
  readonly publish: Publish & {
    device(device: DeviceDescriptor): Promise<void>;
    endpoints(endpoints: Endpoint[]): Promise<void>;
    variables(variables: Variable[]): Promise<void>;
  };
  readonly log: DriverLog;
  readonly clock: Clock;
  /** Of a CHILD. */
  readonly hub: HubProxy;
  /** Of a HUB: tells its subscribers of an event. */
  readonly emit: (childRef: string, type: string, payload: Uint8Array) => boolean;
  /** Of a CHILD: the device id of its hub; empty for none. */
  readonly parentDeviceId: () => string;
}

/** A command, as it comes. */
export interface IncomingCommand {
  readonly endpointKey: string;
  readonly payload: Uint8Array;
  readonly correlationId: string;
  readonly signal: AbortSignal;
}

/** Everything that a context of any driver has. */
type AnyContext = HubContext<unknown> & ChildContext<unknown>;

/** A configuration is not what its driver needs. */
export class ConfigError extends Error {
  /** The class's name. */
  override readonly name = "ConfigError";
}

/** Runs the parts of a driver. */
export class DriverRuntime {
  readonly #surroundings: Surroundings;
  readonly #config: unknown;
  readonly #checker: SchemaChecker;
  readonly #stopping = new AbortController();
  readonly #order = new KeyOrder();
  #isStarted = false;
  #pollTimer: unknown;
  #polling: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | null = null;
  /** What runs. */
  readonly driver: Driver;

  private constructor(driver: Driver, config: unknown, checker: SchemaChecker, surroundings: Surroundings) {
    this.driver = driver;
    this.#config = config;
    this.#checker = checker;
    this.#surroundings = surroundings;
  }

  /**
   * A driver with its configuration, not started yet.
   *
   * @throws {ConfigError} with every fault of the configuration.
   */
  static async create(driver: Driver, config: unknown, surroundings: Surroundings): Promise<DriverRuntime> {
    const checker = await loadChecker(), schema = driver.definition.config;
    const complete = withDefaults(schema, config);
    const faults = checker.faults(schema, complete);
    if (faults.length > 0) throw new ConfigError(`Cannot use the configuration: ${faults.join("; ")}`);
    return new DriverRuntime(driver, complete, checker, surroundings);
  }

  /** Publishes device, endpoints and variables. What the host does not take is a warning. */
  async announce(): Promise<void> {
    const { deviceId, publish, log, parentDeviceId } = this.#surroundings;
    try {
      const facts = await this.driver.definition.device(this.#context());
      await publish.device(deviceOf(this.driver, facts, deviceId, parentDeviceId()));
      await publish.endpoints(endpointsOf(this.driver));
      await publish.variables(variablesOf(this.driver));
    } catch (error) {
      log.warn("cannot publish the device", { error: textOf(error) });
    }
  }

  /** Runs the driver's `start`, then polls. */
  async start(): Promise<void> {
    await this.driver.definition.start?.(this.#context());
    this.#isStarted = true;
    this.#schedulePoll();
  }

  /** Aborts every context's signal and runs the driver's `stop`, once. */
  stop(): Promise<void> {
    return this.#stopped ??= this.#stop();
  }

  /** How well the driver is. */
  async health(): Promise<DriverHealth> {
    const { hub } = this.#surroundings;
    if (this.#stopping.signal.aborted) return { status: "DEGRADED", details: { driver: "it is stopping" } };
    try {
      const own = await this.driver.definition.health?.(this.#context()) ?? { status: "OK" as const };
      const unbound = this.driver.type === "CHILD" && this.#surroundings.parentDeviceId() === "";
      if (!unbound || own.status === "DOWN" || hub.isConnected) return own;
      return { status: "DEGRADED", details: { ...own.details, hub: "hub not bound" } };
    } catch (error) {
      return { status: "DEGRADED", details: { health: textOf(error) } };
    }
  }

  /** Does a command of one of the driver's own endpoints. */
  command({ endpointKey, payload, correlationId, signal }: IncomingCommand): Promise<CommandResult> {
    return resultOf(async () => {
      const endpoints = this.driver.definition.endpoints ?? {};
      const endpoint = Object.hasOwn(endpoints, endpointKey) ? endpoints[endpointKey] : undefined;
      if (endpoint === undefined) throw new NxError("NotFound", "unknown endpoint");
      const value = payloadValue(payload);
      if (endpoint.value !== undefined) this.#check(endpoint.value, value);
      const context = this.#context(signal);
      const own = { ...context, hub: sameCall(context.hub, correlationId), correlationId };
      return await endpoint.handle(value, own);
    });
  }

  /** Of a HUB: does a command of a child, after the earlier ones of that child. */
  proxy(
    command: IncomingCommand & { readonly childRef: string; readonly callerDeviceId: string },
  ): Promise<CommandResult> {
    const { driver } = this;
    if (driver.type !== "HUB") return resultOf(() => Promise.reject(new NxError("NotFound", "unknown endpoint")));
    return this.#order.run(command.childRef, () =>
      resultOf(() => {
        command.signal.throwIfAborted();
        const context = this.#context(command.signal);
        return driver.definition.proxy(
          { ...command, signal: context.signal, json: () => payloadValue(command.payload) },
          context,
        );
      }));
  }

  /** Of a HUB: looks for children; the data is a JSON array of candidates. */
  discover(signal: AbortSignal): Promise<CommandResult> {
    const { driver } = this;
    return resultOf(async () => {
      if (driver.type !== "HUB") return [];
      const found = await driver.definition.discoverChildren?.(this.#context(signal)) ?? [];
      return found.map(({ protocol = "", childRef, manufacturer = "", model = "", firmware = "", ...child }) => ({
        Protocol: protocol,
        ChildRef: childRef,
        Manufacturer: manufacturer,
        Model: model,
        Firmware: firmware,
        Fingerprint: child.fingerprint ?? "",
        Signal: child.signal ?? 0,
      }));
    });
  }

  /** Of a CHILD: takes an event of its hub. */
  async hubEvent(event: HubEvent): Promise<void> {
    if (this.driver.type !== "CHILD") return;
    try {
      await this.driver.definition.onHubEvent?.(event, this.#context());
    } catch (error) {
      this.#surroundings.log.error("onHubEvent has failed", { type: event.type, error: textOf(error) });
    }
  }

  async #stop(): Promise<void> {
    this.#stopping.abort(new NxError("Cancelled", "the driver ends"));
    this.#surroundings.clock.clearTimeout(this.#pollTimer);
    await this.#polling;
    try {
      await this.driver.definition.stop?.(this.#context());
    } catch (error) {
      this.#surroundings.log.error("stop has failed", { error: textOf(error) });
    }
  }

  #check(schema: unknown, value: unknown): void {
    const faults = this.#checker.faults(schema, value);
    if (faults.length > 0) throw new NxError("InvalidArgument", "invalid payload", faults.join("; "));
  }

  #schedulePoll(): void {
    const { poll } = this.driver.definition, { clock } = this.#surroundings;
    if (poll === undefined || this.#stopping.signal.aborted) return;
    this.#pollTimer = clock.setTimeout(() => this.#polling = this.#poll(), poll.everyMs);
  }

  async #poll(): Promise<void> {
    try {
      await this.driver.definition.poll!.run(this.#context());
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#surroundings.log.error("poll has failed", { error: textOf(error) });
    }
    this.#schedulePoll();
  }

  /** Whether the driver's `start` has run. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  #context(signal?: AbortSignal): AnyContext {
    const { deviceId, publish, log, clock, hub, emit } = this.#surroundings;
    const ends = this.#stopping.signal;
    const context: DriverContext<unknown> = {
      ...{ deviceId, publish, log, config: this.#config },
      now: () => clock.now(),
      signal: signal === undefined ? ends : AbortSignal.any([signal, ends]),
    };
    return { ...context, hub, emit: (childRef, type, payload) => emit(childRef, type, dataOf(payload)) };
  }
}

/** A hub to which what a command leads to goes under the command's own id: so it can be followed to the hub. */
function sameCall(hub: HubProxy, correlationId: string): HubProxy {
  return {
    get isConnected() {
      return hub.isConnected;
    },
    command: (endpointKey, value, options) => hub.command(endpointKey, value, { correlationId, ...options }),
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
