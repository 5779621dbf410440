/**
 * The driver with one open session, in memory, for tests.
 *
 * @module
 */
import { connectInMemory } from "jsr:@fluxwire/sdk@^0.1.0/testing";
import type { DriverRequestBody } from "jsr:@fluxwire/wire@^0.1.0";
import type { AnswerEnvelope, ClientSession, DriverClient } from "jsr:@fluxwire/wire@^0.1.0/client";
import { driver } from "../mod.ts";

/** A session and its connection. Disposing it ends both, and waits until the database's process is gone. */
export class Opened implements AsyncDisposable {
  readonly #client: DriverClient;
  readonly session: ClientSession;

  private constructor(client: DriverClient, session: ClientSession) {
    this.#client = client;
    this.session = session;
  }

  /** Opens a database; without values, one in memory. */
  static async open(values: Readonly<Record<string, string>> = {}): Promise<Opened> {
    const client = await connectInMemory(driver);
    try {
      return new Opened(client, await client.open({ path: ":memory:", ...values }));
    } catch (error) {
      client.close();
      await client.closed;
      throw error;
    }
  }

  /** Runs statements and gives the rows of the last. */
  async rows(sql: string): Promise<unknown[][]> {
    return (await this.session.execute({ sql })).rows;
  }

  /** Sends any request of the session. */
  async call<B extends DriverRequestBody>(body: B): Promise<AnswerEnvelope<B["type"]>["body"]> {
    return (await this.#client.call(body, { sessionId: this.session.id })).body;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.session.close();
    this.#client.close();
    await this.#client.closed;
  }
}

/** A file name in a fresh folder. Disposing it deletes the folder. */
export class FreshFile implements AsyncDisposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async make(): Promise<FreshFile> {
    return new FreshFile(await Deno.makeTempDir({ prefix: "fluxwire-sqlite-" }));
  }

  /** Nothing is there yet. */
  get path(): string {
    return `${this.#folder}/test file.db`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#folder, { recursive: true });
  }
}
