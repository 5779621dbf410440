/**
 * A driver that is ready, as its supervisor sees it: watched, connected to, stopped in order.
 *
 * @module
 */
import {
  type Ending,
  type LogStore,
  type Process,
  type Progress,
  type ServiceInstance,
  type Sign,
  signOf,
  type StopReason,
} from "@fluxwire/supervise";
import { within } from "@fluxwire/transport";
import type { DriverClient } from "@fluxwire/wire/client";
import { adoptOrLaunch } from "../adopt.ts";
import { drain, type DrainOptions } from "../drain.ts";
import type { DriverInstance } from "../instance.ts";
import type { Traffic } from "../metrics/traffic.ts";
import { isAccepting } from "../readiness.ts";
import type { Service } from "../service.ts";
import { tokenOfService } from "../service_token.ts";
import { Backlog } from "./backlog.ts";
import { Concurrency } from "./concurrency.ts";
import { type OpenTap, tappedService } from "./tapped.ts";
import { isForeign, isSilence, isUnreachable } from "./sign_of_life.ts";

/** A driver, by its answer to Hello. */
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
  /** The token given to a started driver and sent to an adopted one; null for a fresh one. */
  token: string | null;
  /** Whether token and secrets are sent to any user's program. */
  anyOwner: boolean;
  /** Gets its output, and what the host says about it. */
  log: LogStore;
  /** Counts what goes over its connections. */
  traffic: Traffic;
  /** How calls in flight are ended when a stop is requested. */
  drain: Omit<DrainOptions, "onStep">;
  /** Opens the tap of a service that has one; null for none. */
  openTap: OpenTap | null;
}

/** How long a driver with nothing else to do takes to answer at the most, in milliseconds. */
const SOON_MS = 50;

/** A driver that was started or adopted, and has answered Hello. */
export class SupervisedInstance implements ServiceInstance {
  readonly #service: Service;
  readonly #driver: DriverInstance;
  readonly #options: InstanceOptions;
  readonly #tap: AsyncDisposable | null;
  readonly #clients = new Set<DriverClient>();
  readonly #concurrency = new Concurrency();
  readonly #backlog: Backlog;
  /** Resolves when an adopted driver is found gone. */
  readonly #lost = Promise.withResolvers<Ending>();
  /** Its answer to Hello; null for an auth provider, which gets none. */
  readonly identity: DriverIdentity | null;
  /** Resolves when it has ended of itself. */
  readonly ended: Promise<Ending>;

  private constructor(
    service: Service,
    driver: DriverInstance,
    options: InstanceOptions & { identity: DriverIdentity | null; tap: AsyncDisposable | null },
  ) {
    this.#tap = options.tap;
    this.#service = service;
    this.#driver = driver;
    this.#options = options;
    this.#backlog = new Backlog(driver.socketId);
    this.identity = options.identity;
    this.ended = driver.process?.ended ?? this.#lost.promise;
  }

  /**
   * Uses what listens on the service's socket, else starts the service, and says Hello.
   *
   * @throws {StartError} why it did not start, or its Hello failed. Nothing of it is left.
   * @throws What `connect` throws of an adopted driver.
   */
  static async open(
    service: Service,
    { signal, ...options }: InstanceOptions & { signal: AbortSignal },
  ): Promise<SupervisedInstance> {
    const { log, anyOwner } = options;
    const token = tokenOfService(service) ?? options.token ?? crypto.randomUUID();
    const tapping = options.openTap === null ? null : await tappedService(service);
    const driver = await adoptOrLaunch(tapping ?? service, { token, anyOwner, log, signal });
    if (driver.process === null) log.addSecret(token);
    let tap: AsyncDisposable | null = null;
    try {
      const identity = service.kind === "driver" ? await identityOf(driver, signal) : null;
      if (tapping !== null) tap = await options.openTap!(service.socketId, driver.socketId);
      return new SupervisedInstance(service, driver, { ...options, identity, tap });
    } catch (error) {
      await driver.stop();
      if (driver.process === null) log.deleteSecret(token);
      throw error;
    }
  }

  /** Its process; null if another program started it. */
  get process(): Process | null {
    return this.#driver.process;
  }

  /** Whether its frames can be looked at. */
  get isTapped(): boolean {
    return this.#tap !== null;
  }

  /** The connections of {@link connect} that are open. */
  get clients(): ReadonlySet<DriverClient> {
    return this.#clients;
  }

  /** Connects; the connection is counted, and drained when the driver is stopped. */
  async connect(signal?: AbortSignal): Promise<DriverClient> {
    const client = await this.#driver.connect({
      signal,
      observer: this.#options.traffic,
      layout: this.identity?.layout,
    });
    this.#clients.add(client);
    client.closed.then(() => this.#clients.delete(client));
    return client;
  }

  /**
   * Pings on a connection of its own, outside of any session, and on an idle one of the host: a driver that serves one
   * connection at a time answers there. Without an answer, looks for progress, and for another program that such a driver
   * serves meanwhile.
   */
  async check(signal: AbortSignal): Promise<Sign> {
    const isAnswered = Promise.any([this.#pingAnew(signal), this.#pingIdle(signal)]).then(() => true, () => false);
    // Listing processes costs more than a ping: it is done for slow drivers only.
    if (await within(isAnswered, SOON_MS) === true) return "answered";
    const [before, isBehindAnother] = await Promise.all([this.#progress(), this.#isBehindAnother()]);
    if (await isAnswered) return "answered";
    return isBehindAnother ? "serving" : signOf(before, await this.#progress(), this.#options.traffic.waiting);
  }

  /** Whether it serves one connection at a time, and now that of another program. */
  async #isBehindAnother(): Promise<boolean> {
    return !this.#concurrency.isProven && this.#clients.size === 0 && await this.#backlog.isBehindAnother();
  }

  /** Ends its calls and sessions if it still answers, then stops what the host started. */
  async stop(why: StopReason): Promise<void> {
    const { log, drain: options } = this.#options;
    const times = why === "asked" ? options : { drainMs: 0, cancelMs: 0, closeSessionMs: 0 };
    const onStep: DrainOptions["onStep"] = ({ ok, text }) => log.note(ok ? "info" : "warn", text);
    await Promise.all([...this.#clients].map((client) => drain(client, { ...options, ...times, onStep })));
    await this.#driver.stop().catch((error) => log.note("error", `Cannot stop it: ${error}`));
    // After the driver, which ends its calls first: their answers go through the tap.
    await this.#tap?.[Symbol.asyncDispose]();
    if (this.process === null && this.#driver.token !== null) log.deleteSecret(this.#driver.token);
  }

  /** Resolves if the driver reacts, even with an error; rejects if it is silent. */
  async #pingAnew(signal: AbortSignal): Promise<void> {
    try {
      if (this.#service.kind !== "driver") {
        if (!await isAccepting(this.#driver.socketId)) throw new Error("Cannot connect");
        return;
      }
      const client = await this.#driver.connect({ signal, timeoutMs: Infinity, layout: this.identity?.layout });
      try {
        await client.ping({ signal });
        const ping = () => client.ping({ signal });
        await this.#concurrency.learn({ ping, greet: (giveUp) => this.#greet(giveUp), signal }, SOON_MS);
      } finally {
        client.close();
        await client.closed;
      }
    } catch (error) {
      if (this.process === null) this.#seeWhetherLost(error);
      if (signal.aborted || isSilence(error)) throw error;
    }
  }

  /** As {@link SupervisedInstance.#pingAnew}, on a connection that waits for nothing. */
  async #pingIdle(signal: AbortSignal): Promise<void> {
    const idle = [...this.#clients].find((client) => client.inFlight === 0);
    if (idle === undefined) throw new Error("Cannot ping: no connection is idle");
    try {
      await idle.ping({ signal });
    } catch (error) {
      if (signal.aborted || isSilence(error)) throw error;
    }
  }

  async #greet(signal: AbortSignal): Promise<void> {
    const client = await this.#driver.connect({ signal, layout: this.identity?.layout });
    await client[Symbol.asyncDispose]();
  }

  #seeWhetherLost(error: unknown): void {
    const cause = isUnreachable(error)
      ? "nothing listens on its socket any more"
      : isForeign(error)
      ? "another user's program listens on its socket now"
      : null;
    if (cause !== null) this.#lost.resolve({ isClean: false, cause: `It is gone: ${cause}` });
  }

  async #progress(): Promise<Progress> {
    const usage = await this.process?.usage(0) ?? null;
    const { receivedBytes } = this.#options.traffic;
    return { atMs: performance.now(), cpuMs: usage?.cpuMs ?? null, receivedBytes };
  }
}

async function identityOf(driver: DriverInstance, signal: AbortSignal): Promise<DriverIdentity> {
  const client = await driver.connect({ signal });
  const { layout, hello: { serverName: name, serverVersion: version } } = client;
  client.close();
  await client.closed;
  return { name, version, layout };
}
