/** Drivers that run for storages: storages with equal settings share one. */
import { createService, Host, type Service } from "@fluxwire/host";
import { DEFAULT_BACKOFF, type ServiceEvent } from "@fluxwire/supervise";
import type { DriverClient } from "@fluxwire/wire/client";
import { StorageError } from "../roles.ts";

/** The longest pause before a driver is started again, in milliseconds. */
const MAX_PAUSE_MS = 5_000;

/** Which driver. */
export interface DriverSettings {
  /** The driver's service: a program to start, or a socket that something listens on. */
  readonly service: Service;
  /** The name that messages give it. */
  readonly label: string;
  /** The token that the driver asks for; `null` for that of its service, or a fresh one. */
  readonly token: string | null;
  /** Whether the socket's name is so random that nothing else can listen there. */
  readonly anyOwner: boolean;
  /** Gets a sentence when the driver ends and is started again. */
  readonly warn: (text: string) => void;
}

/** A driver that is started again whenever it ends. */
export class DriverHost implements AsyncDisposable {
  readonly #settings: DriverSettings;
  readonly #host: Host;
  #changed = Promise.withResolvers<void>();
  #last: ServiceEvent | null = null;
  #started = false;
  #closed = false;

  private constructor(settings: DriverSettings) {
    this.#settings = settings;
    const { service, token, anyOwner } = settings;
    this.#host = new Host([createService({ ...service, enabled: true, restart: "permanent" })], {
      ...(token === null ? {} : { token }),
      anyOwner,
      // A server that runs needs its storage: its driver is never given up.
      restart: { maxFailures: Infinity, backoff: { ...DEFAULT_BACKOFF, maxMs: MAX_PAUSE_MS } },
      onEvent: (event) => this.#onEvent(event),
    });
  }

  /**
   * Starts the driver, or finds the one that listens on its socket.
   *
   * @throws {StorageError} `unavailable` with the reason that it does not start for; nothing is left running.
   */
  static async start(settings: DriverSettings): Promise<DriverHost> {
    const host = new DriverHost(settings);
    try {
      await host.#start();
      return host;
    } catch (error) {
      await host[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The name that messages give it. */
  get label(): string {
    return this.#settings.label;
  }

  /** Resolves at the next change of its state. */
  get changed(): Promise<void> {
    return this.#changed.promise;
  }

  /** A new connection. Rejects if it does not run. */
  connect(): Promise<DriverClient> {
    return this.#host.connect(this.#settings.service.socketId);
  }

  /** Stops the driver if it was started here. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#host[Symbol.asyncDispose]();
  }

  async #start(): Promise<void> {
    await this.#host.start();
    this.#started = true;
    if (this.#last?.event === "ready") return;
    const cause = this.#last?.cause ?? "it is not enabled";
    const remedy = /unauthorized/i.test(cause) ? ": give the `token` that it was started with" : "";
    throw new StorageError("unavailable", `The driver ${this.label} does not start: ${cause}${remedy}`);
  }

  #onEvent(event: ServiceEvent): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers();
    this.#last = event;
    resolve();
    if (event.cause === null || !this.#started || this.#closed) return;
    this.#settings.warn(`The driver ${this.label} ended and is started again: ${event.cause}`);
  }
}
