/** A session of a driver that another process runs. When either ends, a new one takes its place. */
import { createService, Host, type Service } from "@fluxwire/host";
import type { ServiceEvent } from "@fluxwire/supervise";
import { type Clock, SYSTEM_CLOCK, within } from "@fluxwire/transport";
import type { ClientSession, DriverClient } from "@fluxwire/wire/client";
import { StorageError } from "../roles.ts";
import { asStorageError, losesSession } from "./failure.ts";

/** How often a call is made again whose session was lost. */
const MAX_ATTEMPTS = 4;

/** The pause before a session is opened again that a running driver refused, in milliseconds. */
const REOPEN_MS = 100;

/** Which driver, and how it is used. */
export interface LinkOptions {
  /** The driver's service: a program to start, or a socket that something listens on. */
  readonly service: Service;
  /** Values of the driver's form, its secrets included. */
  readonly values: Readonly<Record<string, string>>;
  /** The token that the driver asks for; `null` for a fresh one of a driver that is started here. */
  readonly token: string | null;
  /** Whether the socket's name is so random that nothing else can listen there. */
  readonly anyOwner: boolean;
  /** How long a call may take, and how long a lost driver is waited for, in milliseconds. */
  readonly timeoutMs: number;
  /** Gets a sentence when the driver ends and is started again. */
  readonly warn: (text: string) => void;
  readonly clock?: Clock;
}

interface Opened {
  readonly client: DriverClient;
  readonly session: ClientSession;
}

/** One session of a driver, on a connection of its own. */
export class DriverLink implements AsyncDisposable {
  readonly #options: LinkOptions;
  readonly #clock: Clock;
  readonly #host: Host;
  #opening: Promise<Opened> | null = null;
  #current: Opened | null = null;
  #changed = Promise.withResolvers<ServiceEvent>();
  #closed = false;

  private constructor(options: LinkOptions) {
    this.#options = options;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    const service = createService({ ...options.service, enabled: true, restart: "permanent" });
    this.#host = new Host([service], {
      ...(options.token === null ? {} : { token: options.token }),
      anyOwner: options.anyOwner,
      // A server that runs needs its storage: its driver is never given up.
      restart: { maxFailures: Infinity },
      onEvent: (event) => this.#onEvent(event),
    });
  }

  /**
   * Starts the driver, or finds the one that runs, and opens a session.
   *
   * @throws {StorageError} `unavailable` with the reason that its start, or its database, gives; nothing is left running.
   */
  static async open(options: LinkOptions): Promise<DriverLink> {
    const link = new DriverLink(options);
    try {
      await link.#start();
      await link.#openAtOnce();
      return link;
    } catch (error) {
      await link[Symbol.asyncDispose]();
      throw asStorageError(link.name, error);
    }
  }

  /** The name of the driver's service. */
  get name(): string {
    return this.#options.service.socketId;
  }

  /** How long a call may take, in milliseconds. */
  get timeoutMs(): number {
    return this.#options.timeoutMs;
  }

  /** What the driver said of itself and of its database when the present session was opened. */
  async opened(): Promise<ClientSession["opened"]> {
    return (await this.#use(this.#clock.now() + this.timeoutMs)).session.opened;
  }

  /**
   * Calls with the session. If it is lost in between, the call is made again with a new one: it must be one that may.
   *
   * @throws {StorageError} `unavailable` if no session is there in time, or if the driver answers with an error.
   */
  async run<T>(call: (session: ClientSession) => Promise<T>): Promise<T> {
    const deadline = this.#clock.now() + this.timeoutMs;
    for (let attempt = 1;; attempt++) {
      let opened: Opened | null = null;
      try {
        opened = await this.#use(deadline);
        return await call(opened.session);
      } catch (error) {
        if (opened !== null && losesSession(error)) this.discard(opened.session);
        const isOver = attempt === MAX_ATTEMPTS || this.#clock.now() >= deadline;
        if (opened === null || !losesSession(error) || isOver || this.#closed) throw asStorageError(this.name, error);
      }
    }
  }

  /** Gives up a session: the driver undoes what is open in it. The next call gets a new one. */
  discard(session: ClientSession): void {
    if (this.#current?.session !== session) return;
    this.#current.client.close();
    this.#current = null;
    this.#opening = null;
  }

  /** What a call outside of `run` failed with, as the roles report it; a session that it lost is given up. */
  failure(session: ClientSession, error: unknown): unknown {
    if (losesSession(error)) this.discard(session);
    return asStorageError(this.name, error);
  }

  /** Closes the session, and stops the driver if it was started here. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#changed.reject(this.#closedError());
    const opened = await this.#opening?.catch(() => null);
    opened?.client.close();
    await this.#host[Symbol.asyncDispose]();
  }

  async #start(): Promise<void> {
    const starting = this.#host.start();
    for (;;) {
      const event = await this.#changed.promise;
      if (event.event === "ready") return await starting;
      if (event.cause !== null) {
        throw new StorageError("unavailable", `The driver ${this.name} does not start: ${event.cause}`);
      }
    }
  }

  #onEvent(event: ServiceEvent): void {
    const changed = this.#changed;
    if (this.#closed) return;
    this.#changed = Promise.withResolvers();
    this.#changed.promise.catch(() => {});
    changed.resolve(event);
    if (event.cause !== null && event.event !== "stopping") {
      this.#options.warn(`The driver ${this.name} ended and is started again: ${event.cause}`);
    }
  }

  async #openAtOnce(): Promise<void> {
    this.#opening = this.#open();
    await this.#opening;
  }

  /** The session that is open, or a new one before the deadline. */
  async #use(deadline: number): Promise<Opened> {
    for (;;) {
      if (this.#closed) throw this.#closedError();
      const opening = this.#opening ??= this.#open();
      // It changes after this: an event in between is not missed.
      const changed = this.#changed.promise;
      try {
        return await opening;
      } catch (error) {
        if (this.#opening === opening) this.#opening = null;
        const left = deadline - this.#clock.now();
        if (!losesSession(error) || left <= 0) throw error;
        await within(changed, Math.min(left, REOPEN_MS), this.#clock);
      }
    }
  }

  async #open(): Promise<Opened> {
    const { values, timeoutMs } = this.#options;
    const client = await this.#host.connect(this.name);
    try {
      const session = await client.open(values, { socketId: this.name, timeoutMs });
      return this.#current = { client, session };
    } catch (error) {
      client.close();
      throw error;
    }
  }

  #closedError(): StorageError {
    return new StorageError("unavailable", `The storage on the driver ${this.name} is closed`);
  }
}
