/** A session of a driver that another process runs. When either ends, a new one takes its place. */
import { type Clock, SYSTEM_CLOCK, within } from "@fluxwire/transport";
import type { ClientSession, DriverClient } from "@fluxwire/wire/client";
import { StorageError } from "../roles.ts";
import type { DriverHost } from "./driver_host.ts";
import { asStorageError, isPassing, losesSession } from "./failure.ts";
import type { HostUse } from "./shared_hosts.ts";

/** How often a call is made whose session is lost. */
const MAX_ATTEMPTS = 4;

/** The pause before a call is made again that a driver could not do yet, in milliseconds. */
const RETRY_MS = 50;

/** The longest pause before a session is opened again, in milliseconds. */
const REOPEN_MS = 100;

/** How a driver is used. */
export interface LinkOptions {
  /** The driver, which the link gives back when it is closed. */
  readonly use: HostUse;
  /** Values of the driver's form, its secrets included. */
  readonly values: Readonly<Record<string, string>>;
  /** How long a call may take, and how long a lost driver is waited for, in milliseconds. */
  readonly timeoutMs: number;
  readonly clock?: Clock;
}

/** What a storage needs of a link. */
export interface Link extends AsyncDisposable {
  /** The name that messages give the driver. */
  readonly label: string;
  /** How long a call may take, in milliseconds. */
  readonly timeoutMs: number;
  /**
   * Calls with the session. If it is lost in between, the call is made again with a new one: it must be one that may.
   *
   * @throws {StorageError} `unavailable` if no session is there in time, or if the driver answers with an error.
   */
  run<T>(call: (session: ClientSession) => Promise<T>): Promise<T>;
  /**
   * Another session, for calls that stand apart from those of `run`; it is closed when it is disposed.
   *
   * @throws {StorageError} `unavailable` if it cannot be opened.
   */
  apart(): Promise<SessionApart>;
  /** Gives up a session: the driver undoes what is open in it. The next call gets a new one. */
  discard(session: ClientSession): void;
}

/** A session of its own. */
export interface SessionApart extends AsyncDisposable {
  readonly session: ClientSession;
  /** What a call of it failed with, as the roles report it. */
  failure(error: unknown): unknown;
}

interface Opened {
  readonly client: DriverClient;
  readonly session: ClientSession;
}

/** One session of a driver, on a connection of its own. */
export class DriverLink implements Link {
  readonly #options: LinkOptions;
  readonly #clock: Clock;
  readonly #host: DriverHost;
  #opening: Promise<Opened> | null = null;
  #current: Opened | null = null;
  #closed = false;

  private constructor(options: LinkOptions) {
    this.#options = options;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#host = options.use.host;
  }

  /**
   * Opens a session.
   *
   * @throws {StorageError} `unavailable` with the reason that the driver or its database gives; the driver is given back.
   */
  static async open(options: LinkOptions): Promise<DriverLink> {
    const link = new DriverLink(options);
    try {
      link.#opening = link.#open();
      await link.#opening;
      return link;
    } catch (error) {
      await link[Symbol.asyncDispose]();
      throw asStorageError(link.label, error);
    }
  }

  get label(): string {
    return this.#host.label;
  }

  get timeoutMs(): number {
    return this.#options.timeoutMs;
  }

  async run<T>(call: (session: ClientSession) => Promise<T>): Promise<T> {
    const deadline = this.#clock.now() + this.timeoutMs;
    for (let lost = 0;;) {
      let session: ClientSession | null = null;
      try {
        session = (await this.#use(deadline)).session;
        return await call(session);
      } catch (error) {
        const isLost = losesSession(error), isAgain = isPassing(error);
        if (session === null) throw asStorageError(this.label, error);
        // What the call has begun is undone with its session, and the next attempt begins anew.
        if (isAgain) this.discard(session);
        if (isLost) lost++;
        const isOver = lost === MAX_ATTEMPTS || this.#clock.now() >= deadline || this.#closed;
        if (isOver || !isAgain) throw asStorageError(this.label, error);
        // The lock of a session that was lost stays until its driver has noticed.
        if (!isLost) await this.#pause();
      }
    }
  }

  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => this.#clock.setTimeout(resolve, RETRY_MS));
  }

  async apart(): Promise<SessionApart> {
    const failure = (error: unknown) => asStorageError(this.label, error);
    try {
      const { client, session } = await this.#connect();
      return { session, failure, [Symbol.asyncDispose]: () => client[Symbol.asyncDispose]() };
    } catch (error) {
      throw failure(error);
    }
  }

  discard(session: ClientSession): void {
    if (this.#current?.session !== session) return;
    this.#current.client.close();
    this.#current = null;
    this.#opening = null;
  }

  /** Closes the session, and gives the driver back. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#opening?.catch(() => {});
    this.#current?.client.close();
    await this.#options.use[Symbol.asyncDispose]();
  }

  /** The session that is open, or a new one before the deadline. */
  async #use(deadline: number): Promise<Opened> {
    for (;;) {
      if (this.#closed) throw new StorageError("unavailable", `The storage on the driver ${this.label} is closed`);
      // A change of the driver's state while a session is opened is not missed.
      const { changed } = this.#host;
      const opening = this.#opening ??= this.#open();
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
    return this.#current = await this.#connect();
  }

  async #connect(): Promise<Opened> {
    const { values, timeoutMs } = this.#options;
    const client = await this.#host.connect();
    try {
      return { client, session: await client.open(values, { timeoutMs }) };
    } catch (error) {
      client.close();
      throw error;
    }
  }
}
