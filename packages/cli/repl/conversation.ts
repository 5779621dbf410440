/**
 * A session that is opened again where its connection was lost.
 *
 * @module
 */
import { type DriverRequestBody, RpcError, type SchemaSnapshot } from "@fluxwire/wire";
import type { AnswerEnvelope, ClientSession, DriverClient } from "@fluxwire/wire/client";
import type { Context } from "../command/context.ts";
import { Driver } from "../driver/driver.ts";
import { checkWritable, needsSession } from "../driver/method.ts";

/** What is open, as long as it is. */
interface Open {
  driver: Driver;
  client: DriverClient;
  session: ClientSession;
}

/** A driver to talk to for as long as somebody likes. */
export class Conversation implements AsyncDisposable {
  readonly #context: Context;
  #driver: Driver | null = null;
  #open: Open | null = null;
  #isCalling = false;

  /** A conversation that begins with {@link Conversation.open}. */
  constructor(context: Context) {
    this.#context = context;
  }

  /**
   * Starts, connects and opens the session, where that has not been done or does not hold any more.
   *
   * @throws {UsageError} as the constructor of `Driver` does.
   */
  async open(): Promise<Open> {
    if (this.#open !== null) return this.#open;
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

  /** Sends a request, within the session where it needs one. */
  call<B extends DriverRequestBody>(body: B): Promise<AnswerEnvelope<B["type"]>> {
    return this.#attempt(({ driver, client, session }) => {
      checkWritable(body, client.layout);
      const sessionId = needsSession(body.type) ? session.id : null;
      return driver.call((options) => client.call(body, { ...options, sessionId }));
    });
  }

  /** What the session's driver says of its data, for completion: within a time, in milliseconds. */
  schema(timeoutMs: number): Promise<SchemaSnapshot> {
    return this.#attempt(({ driver, session }) => driver.call((options) => session.schema({ ...options, timeoutMs })));
  }

  /** Asks the driver to end what the session runs, if it does; what it says to that does not matter. */
  cancel(): void {
    if (this.#isCalling) this.#open?.session.cancelActive().catch(() => {});
  }

  /** Closes the session and the connection, and stops what was started. */
  async [Symbol.asyncDispose](): Promise<void> {
    const open = this.#open;
    if (open !== null && !this.#context.signal.aborted) {
      const { signal } = this.#context;
      // A driver that cannot close it any more has closed it.
      await open.session.close({ signal }).catch(() => {});
    }
    await this.#leave();
  }

  async #attempt<T>(step: (open: Open) => Promise<T>): Promise<T> {
    const open = await this.open();
    try {
      this.#isCalling = true;
      return await step(open);
    } catch (error) {
      if (error instanceof RpcError && error.code === "SessionNotFound") await this.#leave();
      throw error;
    } finally {
      this.#isCalling = false;
    }
  }

  #forget(open: Open): void {
    if (this.#open === open) this.#open = null;
  }

  /** The next line starts anew. */
  async #leave(): Promise<void> {
    const driver = this.#driver;
    this.#driver = this.#open = null;
    await driver?.stop();
  }
}
