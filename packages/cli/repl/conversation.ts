/**
 * A session that is opened again after its connection was lost.
 *
 * @module
 */
import { Interrupted } from "@fluxwire/command";
import { ConnectionError, within } from "@fluxwire/transport";
import { type DriverRequestBody, RpcError, type SchemaSnapshot } from "@fluxwire/wire";
import type { AnswerEnvelope, ClientSession, DriverClient } from "@fluxwire/wire/client";
import type { Context } from "../command/context.ts";
import { Driver } from "../driver/driver.ts";
import { checkWritable, needsSession } from "../driver/method.ts";
import { RestartError } from "./restart_error.ts";

/** The open driver, client and session. */
interface Open {
  driver: Driver;
  client: DriverClient;
  session: ClientSession;
}

/** A conversation with a driver, reconnected as needed until it is closed. */
export class Conversation implements AsyncDisposable {
  readonly #context: Context;
  #driver: Driver | null = null;
  #open: Open | null = null;
  #opening: Promise<Open> | null = null;
  #isCalling = false;
  /** The restart that is going on. */
  #restarting: Promise<Open> | null = null;
  /** What was open when a restart began. */
  readonly #left = new WeakSet<Open>();
  /** Gives up the statements that wait for a restart. */
  #giveUp = new AbortController();
  readonly #onWait: () => void;

  /**
   * A conversation that begins with {@link Conversation.open}.
   *
   * @param options.onWait Called when a statement waits for a restart.
   */
  constructor(context: Context, { onWait = () => {} }: { onWait?: () => void } = {}) {
    this.#context = context;
    this.#onWait = onWait;
  }

  /**
   * Starts, connects and opens the session, if that was not done yet or was lost.
   *
   * @throws {UsageError} as the constructor of `Driver` does.
   */
  async open(): Promise<Open> {
    if (this.#open !== null) return this.#open;
    this.#opening ??= this.#start().finally(() => this.#opening = null);
    return await this.#opening;
  }

  /**
   * Stops what was started and starts it anew. Calls that come meanwhile wait for it, and go to the new program; those on
   * their way fail with a {@link RestartError}.
   *
   * @throws As {@link open}; the next line tries again.
   */
  restart(): Promise<Open> {
    const restarting = this.#restarting = this.#restart().finally(() => this.#restarting = null);
    return restarting;
  }

  async #restart(): Promise<Open> {
    // What is being started may be of the former program: it is stopped like one that runs.
    await this.#opening?.catch(() => {});
    if (this.#open !== null) this.#left.add(this.#open);
    await this.#leave();
    return await this.open();
  }

  async #start(): Promise<Open> {
    await this.#leave();
    const driver = this.#driver = new Driver(this.#context);
    try {
      await driver.launch();
      const client = await driver.connect();
      const open: Open = { driver, client, session: await driver.openSession(client) };
      client.closed.then(() => this.#forget(open));
      return this.#open = open;
    } catch (error) {
      await this.#leave();
      throw error;
    }
  }

  /** Sends a request, within the session if it needs one. */
  call<B extends DriverRequestBody>(body: B): Promise<AnswerEnvelope<B["type"]>> {
    return this.#attempt(({ driver, client, session }) => {
      checkWritable(body, client.layout);
      const sessionId = needsSession(body.type) ? session.id : null;
      return driver.call((options) => client.call(body, { ...options, sessionId }));
    }, this.#onWait);
  }

  /** The driver's schema, for completion, within a time limit in milliseconds. */
  schema(timeoutMs: number): Promise<SchemaSnapshot> {
    return this.#attempt(({ driver, session }) => driver.call((options) => session.schema({ ...options, timeoutMs })));
  }

  /** Asks the driver to cancel the running statement, whose answer does not matter; one that waits for a restart is given up. */
  cancel(): void {
    this.#giveUp.abort(new Interrupted("SIGINT"));
    this.#giveUp = new AbortController();
    if (this.#isCalling) this.#open?.session.cancelActive().catch(() => {});
  }

  /** Closes the session and the connection, and stops what was started. */
  async [Symbol.asyncDispose](): Promise<void> {
    const open = this.#open;
    if (open !== null && !this.#context.signal.aborted) {
      const { signal } = this.#context;
      // A session that the driver cannot close is closed already.
      await open.session.close({ signal }).catch(() => {});
    }
    await this.#leave();
  }

  async #attempt<T>(step: (open: Open) => Promise<T>, onWait: () => void = () => {}): Promise<T> {
    const open = await this.#opened(onWait);
    try {
      this.#isCalling = true;
      return await step(open);
    } catch (error) {
      if (error instanceof ConnectionError && this.#left.has(open)) throw new RestartError("may have been run", error);
      if (error instanceof RpcError && error.code === "SessionNotFound") await this.#leave();
      throw error;
    } finally {
      this.#isCalling = false;
    }
  }

  /** What is open when no restart goes on. */
  async #opened(onWait: () => void): Promise<Open> {
    for (;;) {
      const restarting = this.#restarting;
      if (restarting !== null) {
        onWait();
        await this.#awaited(restarting);
      }
      const open = await this.open();
      // A change that was seen while it was opened leaves it at once.
      if (this.#restarting === null) return open;
    }
  }

  async #awaited(restarting: Promise<Open>): Promise<void> {
    try {
      await within(restarting, this.#giveUp.signal);
    } catch (error) {
      throw new RestartError("was not run", error);
    }
  }

  #forget(open: Open): void {
    if (this.#open === open) this.#open = null;
  }

  /** Forgets what was open: the next line connects again. */
  async #leave(): Promise<void> {
    const driver = this.#driver;
    this.#driver = this.#open = null;
    await driver?.stop();
  }
}
