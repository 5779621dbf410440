/**
 * A driver that is ready, as its supervisor sees it: watched, connected to, stopped in order.
 *
 * @module
 */
import { within } from "@fluxwire/transport";
import type { DriverClient } from "@fluxwire/wire/client";
import type { AdoptedDriver } from "../adopt.ts";
import { drain, type DrainOptions } from "../drain.ts";
import { lastWords } from "../failure/last_words.ts";
import { statusInWords } from "../failure/status_words.ts";
import type { LaunchedDriver } from "../launched_driver.ts";
import type { LogStore } from "../logs/mod.ts";
import type { Traffic } from "../metrics/traffic.ts";
import { isAccepting } from "../readiness.ts";
import type { LimitsStatus } from "../resources/mod.ts";
import type { Service } from "../service.ts";
import { launchLimited, type LimitedDriver } from "./limited_launch.ts";
import type { Sign } from "./liveness.ts";
import { type Progress, signOf } from "./progress.ts";
import { isSilence, isUnreachable } from "./sign_of_life.ts";
import type { Ending, Instance, StopReason } from "./supervisor.ts";

/** What a driver said of itself. */
export interface DriverIdentity {
  /** The server's name. */
  name: string;
  /** The server's version. */
  version: string;
  /** The layout that was agreed on. */
  layout: DriverClient["layout"];
}

/** What an instance stands among. */
export interface InstanceOptions {
  /** The token of a driver that is started, and what one that is adopted is told; null for a fresh one. */
  token: string | null;
  /** Gets its output, and what the host says about it. */
  log: LogStore;
  /** Counts what goes over its connections. */
  traffic: Traffic;
  /** How calls in flight are ended when somebody asks to stop it. */
  drain: Omit<DrainOptions, "onStep">;
}

/** How long a driver with nothing else to do takes to answer at the most, in milliseconds. */
const SOON_MS = 50;

/** Signals that ask a program to end: one that does is no failure. */
const ASKING_SIGNALS: ReadonlySet<string> = new Set(["SIGTERM", "SIGINT", "SIGHUP"]);

/** A driver that was started or adopted, and has answered Hello. */
export class DriverInstance implements Instance {
  readonly #service: Service;
  readonly #driver: LimitedDriver;
  readonly #options: InstanceOptions;
  readonly #clients = new Set<DriverClient>();
  /** Resolves when an adopted driver is found gone. */
  readonly #gone = Promise.withResolvers<Ending>();
  /** What it said in Hello; null for an auth provider, which is not asked. */
  readonly identity: DriverIdentity | null;
  /** Resolves when it has ended of itself. */
  readonly ended: Promise<Ending>;

  private constructor(
    service: Service,
    driver: LimitedDriver,
    options: InstanceOptions & { identity: DriverIdentity | null },
  ) {
    this.#service = service;
    this.#driver = driver;
    this.#options = options;
    this.identity = options.identity;
    this.ended = endingOf(driver, this.#gone.promise);
  }

  /**
   * Uses what listens on the service's socket, else starts the service, and says Hello.
   *
   * @throws {LaunchError} why it did not start, or could not be spoken to. Nothing of it is left.
   * @throws What `connect` throws of an adopted driver.
   */
  static async launch(
    service: Service,
    { signal, ...options }: InstanceOptions & { signal: AbortSignal },
  ): Promise<DriverInstance> {
    const { log } = options;
    const token = options.token ?? crypto.randomUUID();
    log.addSecret(token);
    try {
      const driver = await launchLimited(service, { token, log, signal });
      try {
        const identity = service.kind === "driver" ? await identityOf(driver.handle, signal) : null;
        if (driver.handle.token === null) log.deleteSecret(token);
        return new DriverInstance(service, driver, { ...options, identity });
      } catch (error) {
        await end(driver);
        throw error;
      }
    } catch (error) {
      log.deleteSecret(token);
      throw error;
    }
  }

  /** Whether somebody else started it. */
  get isAdopted(): boolean {
    return this.#handle.kind === "adopted";
  }

  /** Its process; null where somebody else started it. */
  get pid(): number | null {
    return this.#handle.kind === "adopted" ? null : this.#handle.pid;
  }

  /** Who keeps its limits; null where somebody else started it. */
  get limits(): LimitsStatus | null {
    return this.#driver.limits?.status ?? null;
  }

  /** The connections of {@link connect} that are open. */
  get clients(): ReadonlySet<DriverClient> {
    return this.#clients;
  }

  /** Connects; the connection is counted, and drained when the driver is stopped. */
  async connect(signal?: AbortSignal): Promise<DriverClient> {
    const client = await this.#handle.connect({
      signal,
      observer: this.#options.traffic,
      layout: this.identity?.layout,
    });
    this.#clients.add(client);
    client.closed.then(() => this.#clients.delete(client));
    return client;
  }

  /**
   * Memory in bytes and processor time in milliseconds of all its processes, as they were up to that long ago; null where
   * nobody can tell.
   */
  async usage(maxAgeMs: number): Promise<{ memoryBytes: number; cpuMs: number } | null> {
    const processes = this.#handle.kind === "adopted" ? null : await this.#handle.processes(maxAgeMs);
    return processes && processes.reduce(
      ({ memoryBytes, cpuMs }, process) => ({
        memoryBytes: memoryBytes + process.residentBytes,
        cpuMs: cpuMs + process.cpuMs,
      }),
      { memoryBytes: 0, cpuMs: 0 },
    );
  }

  /**
   * Pings on a connection of its own, outside of any session, and on an idle one of ours: a driver that serves one
   * connection at a time answers there. Without an answer, looks for progress.
   */
  async check(signal: AbortSignal): Promise<Sign> {
    const isAnswered = Promise.any([this.#pingAnew(signal), this.#pingIdle(signal)]).then(() => true, () => false);
    // A look at the processes costs more than a ping: only those get one that are slow.
    if (await within(isAnswered, SOON_MS) === true) return "answered";
    const before = await this.#progress();
    if (await isAnswered) return "answered";
    return signOf(before, await this.#progress(), this.#options.traffic.waiting);
  }

  /** Ends its calls and sessions where there is hope for them, then what was started here. */
  async stop(why: StopReason): Promise<void> {
    const { log, drain: options } = this.#options;
    const times = why === "asked" ? options : { drainMs: 0, cancelMs: 0, closeSessionMs: 0 };
    const onStep: DrainOptions["onStep"] = ({ ok, text }) => log.note(ok ? "info" : "warn", text);
    await Promise.all([...this.#clients].map((client) => drain(client, { ...options, ...times, onStep })));
    await end(this.#driver).catch((error) => log.note("error", `Cannot stop it: ${error}`));
    if (this.#handle.token !== null) log.deleteSecret(this.#handle.token);
  }

  /** Resolves where the driver reacts, whatever it says; rejects where it is silent. */
  async #pingAnew(signal: AbortSignal): Promise<void> {
    try {
      if (this.#service.kind !== "driver") {
        if (!await isAccepting(this.#handle.socketId)) throw new Error("Cannot connect");
        return;
      }
      const client = await this.#handle.connect({ signal, timeoutMs: Infinity, layout: this.identity?.layout });
      try {
        await client.ping({ signal });
      } finally {
        client.close();
        await client.closed;
      }
    } catch (error) {
      if (this.isAdopted && isUnreachable(error)) {
        this.#gone.resolve({ isClean: false, cause: "It is gone: nothing listens on its socket any more" });
      }
      if (signal.aborted || isSilence(error)) throw error;
    }
  }

  /** As {@link DriverInstance.#pingAnew}, on a connection that waits for nothing. */
  async #pingIdle(signal: AbortSignal): Promise<void> {
    const idle = [...this.#clients].find((client) => client.inFlight === 0);
    if (idle === undefined) throw new Error("Cannot ping: no connection is idle");
    try {
      await idle.ping({ signal });
    } catch (error) {
      if (signal.aborted || isSilence(error)) throw error;
    }
  }

  get #handle(): LaunchedDriver | AdoptedDriver {
    return this.#driver.handle;
  }

  async #progress(): Promise<Progress> {
    const usage = await this.usage(0);
    const { receivedBytes } = this.#options.traffic;
    return { atMs: performance.now(), cpuMs: usage?.cpuMs ?? null, receivedBytes };
  }
}

async function identityOf(handle: LaunchedDriver | AdoptedDriver, signal: AbortSignal): Promise<DriverIdentity> {
  const client = await handle.connect({ signal });
  const { layout, hello: { serverName: name, serverVersion: version } } = client;
  client.close();
  await client.closed;
  return { name, version, layout };
}

/** Stops what was started, then forgets its limits: the kernel's word on its end is in them. */
async function end({ handle, limits }: LimitedDriver): Promise<void> {
  await handle.stop();
  await limits?.release();
}

/** How it ends of itself: its process does, a limit is passed, or one that was adopted is found gone. */
async function endingOf({ handle, limits, violated }: LimitedDriver, gone: Promise<Ending>): Promise<Ending> {
  if (handle.kind === "adopted") return await gone;
  const status = await Promise.race([handle.exited, violated]);
  if ("text" in status) return { isClean: false, cause: status.text };
  // What counted may be gone with the limits, where somebody stops it at the same time.
  const violation = await limits?.causeOfEnd(status).catch(() => null) ?? null;
  const why = violation === null ? lastWords(handle.output) : `; ${violation.text}`;
  const isClean = status.success || (status.signal !== null && ASKING_SIGNALS.has(status.signal));
  return { isClean, cause: `It ended with ${statusInWords(status)}${why}` };
}
