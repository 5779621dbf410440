/**
 * The driver with one open session, in memory, for tests.
 *
 * @module
 */
import { ServedDriver } from "@fluxwire/sdk/testing";
import type { ClientSession } from "@fluxwire/wire/client";
import { driver } from "../mod.ts";

/** A session and its driver. Disposing it ends both. */
export class Opened implements AsyncDisposable {
  readonly #served: ServedDriver;
  /** The session. */
  readonly session: ClientSession;

  private constructor(served: ServedDriver, session: ClientSession) {
    this.#served = served;
    this.session = session;
  }

  /** Opens a database; without values, one in memory. */
  static async open(values: Readonly<Record<string, string>> = {}): Promise<Opened> {
    await using stack = new AsyncDisposableStack();
    const served = stack.use(await ServedDriver.start(driver));
    const opened = new Opened(served, await served.open({ path: ":memory:", ...values }));
    stack.move();
    return opened;
  }

  /** Opens one more session of the same driver. */
  async another(values: Readonly<Record<string, string>>): Promise<ClientSession> {
    return await this.#served.open(values);
  }

  /** Runs statements and returns the rows of the last. */
  async rows(sql: string, params: readonly unknown[] = []): Promise<unknown[][]> {
    return (await this.session.execute({ sql, params: params as never })).rows;
  }

  /** Ends the session and the driver. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#served[Symbol.asyncDispose]();
  }
}
