/**
 * Runs a driver in a test: no process, no socket, a host in memory.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import { bindingOf } from "../sdk/child_link.ts";
import { type CommandResult, dataOf } from "../sdk/command_result.ts";
import type { LogFields } from "../sdk/context.ts";
import type { Driver, DriverHealth } from "../sdk/definition.ts";
import type { NxErrorCode } from "../sdk/nx_error.ts";
import { DriverRuntime } from "../sdk/runtime.ts";
import { ScriptedHub } from "./scripted_hub.ts";

/** What a driver is run with. */
export interface TestOptions {
  /** Its configuration. @default {{}} */
  readonly config?: unknown;
  /** The id of its device. @default {"11111111-1111-1111-1111-111111111111"} */
  readonly deviceId?: string;
  /** The time. @default {SYSTEM_CLOCK} */
  readonly clock?: Clock;
}

/** What a command came to. */
export interface TestResult {
  /** Whether it was done. */
  readonly success: boolean;
  /** What a person reads. */
  readonly message: string;
  /** The answer; undefined for none. */
  readonly data: unknown;
  /** The code of a failure; empty for success. */
  readonly code: NxErrorCode | "";
}

/** Something that the driver has published. */
export interface PublishedRecord {
  /** Which of the calls. */
  readonly call: "device" | "endpoints" | "variables" | "state" | "variable" | "event";
  /** The key of a variable, or the type of an event; empty for others. */
  readonly key: string;
  /** What was published. */
  readonly value: unknown;
}

/** An event that a hub has emitted. */
export interface EmittedEvent {
  /** The child; empty for the hub itself. */
  readonly childRef: string;
  /** Its type. */
  readonly type: string;
  /** Its payload; undefined for none. */
  readonly payload: unknown;
}

/** A line of the driver's log. */
export interface LoggedLine {
  /** `debug`, `info`, `warn` or `error`. */
  readonly level: string;
  /** The line. */
  readonly message: string;
  /** Its fields. */
  readonly fields: LogFields;
}

/** A driver that runs in a test. */
export class TestDriver implements AsyncDisposable {
  readonly #runtime: DriverRuntime;
  /** What it has published, in order. */
  readonly published: PublishedRecord[];
  /** The events that it has emitted as a hub. */
  readonly emitted: EmittedEvent[];
  /** Its log. */
  readonly logged: LoggedLine[];
  /** Of a CHILD: its hub. */
  readonly hub: ScriptedHub;

  private constructor(runtime: DriverRuntime, parts: Pick<TestDriver, "published" | "emitted" | "logged" | "hub">) {
    this.#runtime = runtime;
    ({ published: this.published, emitted: this.emitted, logged: this.logged, hub: this.hub } = parts);
  }

  /**
   * Starts a driver as its host would: checks its configuration, publishes what it declares, runs `start`.
   *
   * @throws {Error} with every fault of the configuration; what `start` throws.
   */
  static async start(driver: Driver, options: TestOptions = {}): Promise<TestDriver> {
    const test = await TestDriver.create(driver, options);
    await test.#runtime.announce();
    await test.#runtime.start();
    return test;
  }

  /** As {@link start}, without starting it. */
  static async create(driver: Driver, options: TestOptions = {}): Promise<TestDriver> {
    const { config = {}, deviceId = "11111111-1111-1111-1111-111111111111", clock = SYSTEM_CLOCK } = options;
    const published: PublishedRecord[] = [], emitted: EmittedEvent[] = [], logged: LoggedLine[] = [];
    const binding = bindingOf(config), hub = new ScriptedHub(binding !== null);
    const record = (call: PublishedRecord["call"], value: unknown, key = "") => {
      published.push({ call, key, value: valueOf(dataOf(value)) });
      return Promise.resolve();
    };
    const line = (level: string) => (message: string, fields: LogFields = {}) => {
      logged.push({ level, message, fields });
    };
    const runtime = await DriverRuntime.create(driver, config, {
      ...{ deviceId, clock, hub },
      log: { debug: line("debug"), info: line("info"), warn: line("warn"), error: line("error") },
      publish: {
        device: ({ $typeName: _, ...device }) => record("device", device),
        endpoints: (endpoints) => record("endpoints", endpoints.map(({ key, name }) => ({ key, name }))),
        variables: (variables) => record("variables", variables.map(({ key, type }) => ({ key, type }))),
        state: (state) => record("state", state),
        variable: (key, value) => record("variable", value, key),
        event: (type, payload) => record("event", payload, type),
      },
      emit: (childRef, type, payload) => {
        emitted.push({ childRef, type, payload: valueOf(payload) });
        return true;
      },
      parentDeviceId: () => driver.type === "CHILD" ? binding?.hubDeviceId ?? "" : "",
    });
    return new TestDriver(runtime, { published, emitted, logged, hub });
  }

  /** Sends a command to one of its endpoints; bytes are sent as they are. */
  async command(
    endpointKey: string,
    value?: unknown,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<TestResult> {
    const payload = dataOf(value);
    return shown(await this.#runtime.command({ endpointKey, payload, correlationId: "test", signal }));
  }

  /** Of a HUB: sends a command of a child. */
  async proxy(
    childRef: string,
    endpointKey: string,
    value?: unknown,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<TestResult> {
    const command = {
      childRef,
      endpointKey,
      payload: dataOf(value),
      correlationId: "test",
      callerDeviceId: "",
      signal,
    };
    return shown(await this.#runtime.proxy(command));
  }

  /** Of a HUB: lets it look for children. */
  async discover(): Promise<TestResult> {
    return shown(await this.#runtime.discover(new AbortController().signal));
  }

  /** Of a CHILD: gives it an event of its hub. */
  hubEvent(type: string, payload: unknown = null): Promise<void> {
    return this.#runtime.hubEvent({ type, payload, atMs: 0, missed: 0 });
  }

  /** How well it says it is. */
  health(): Promise<DriverHealth> {
    return this.#runtime.health();
  }

  /** The last state that it has published; undefined for none. */
  get state(): unknown {
    return this.published.findLast(({ call }) => call === "state")?.value;
  }

  /** Ends it. Stopping again is harmless. */
  stop(): Promise<void> {
    return this.#runtime.stop();
  }

  /** As {@link stop}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

function shown({ success, message, data, code }: CommandResult): TestResult {
  return { success, message, data: valueOf(data), code };
}

function valueOf(data: Uint8Array): unknown {
  if (data.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(data));
  } catch {
    return data;
  }
}
