/**
 * The driver with one open session, in memory, for tests.
 *
 * @module
 */
import { ServedDriver, type ServedDriverOptions } from "@fluxwire/sdk/testing";
import type { DriverRequestBody } from "@fluxwire/wire";
import type { AnswerEnvelope, ClientSession } from "@fluxwire/wire/client";
import { driver } from "../mod.ts";

/**
 * A session, its connection and its driver. Disposing it ends them, and waits until the database's process has ended.
 */
export class Opened implements AsyncDisposable {
  readonly #served: ServedDriver;
  readonly session: ClientSession;

  private constructor(served: ServedDriver, session: ClientSession) {
    this.#served = served;
    this.session = session;
  }

  /** Opens a database; without values, one in memory. */
  static async open(
    values: Readonly<Record<string, string>> = {},
    options: Pick<ServedDriverOptions, "clock"> = {},
  ): Promise<Opened> {
    await using stack = new AsyncDisposableStack();
    const served = stack.use(await ServedDriver.start(driver, options));
    const opened = new Opened(served, await served.open({ path: ":memory:", ...values }));
    stack.move();
    return opened;
  }

  /** Runs statements and returns the rows of the last. */
  async rows(sql: string): Promise<unknown[][]> {
    return (await this.session.execute({ sql })).rows;
  }

  /** Sends any request of the session. */
  async call<B extends DriverRequestBody>(body: B): Promise<AnswerEnvelope<B["type"]>["body"]> {
    return await this.session.call(body);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#served[Symbol.asyncDispose]();
  }
}

/** A file name in a new folder. Disposing it deletes the folder. */
export class FreshFile implements AsyncDisposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async make(): Promise<FreshFile> {
    return new FreshFile(await Deno.makeTempDir({ prefix: "fluxwire-sqlite-" }));
  }

  /** The name; the file does not exist yet. */
  get path(): string {
    return `${this.#folder}/test file.db`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#folder, { recursive: true });
  }
}
