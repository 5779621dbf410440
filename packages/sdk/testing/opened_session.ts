/**
 * A session of a test, on a connection of its own.
 *
 * @module
 */
import type { Value } from "@fluxwire/wire";
import type { Answer, ClientSession, DriverClient, Method } from "@fluxwire/wire/client";

/** The members of a kind of request, besides its name. */
export type ParametersOf<M extends Method> = Omit<Extract<Parameters<DriverClient["call"]>[0], { type: M }>, "type">;

/** A session and the client of its connection. Disposing it ends both. */
export class OpenedSession implements AsyncDisposable {
  /** The client of its connection. */
  readonly client: DriverClient;
  /** The session. */
  readonly session: ClientSession;
  #ending: Promise<void> | null = null;

  /** A session of a client's own. */
  constructor(client: DriverClient, session: ClientSession) {
    this.client = client;
    this.session = session;
  }

  /** Sends a request of the session and gives the answer's body. Throws the errors of `ClientSession.call`. */
  async call<M extends Method>(type: M, parameters: ParametersOf<M>): Promise<Answer<M>> {
    return await this.session.call({ type, ...parameters } as Parameters<ClientSession["call"]>[0]) as Answer<M>;
  }

  /** Runs a statement and gives its rows. Throws the errors of `ClientSession.execute`. */
  async rows(sql: string, params: Value[] = []): Promise<Value[][]> {
    return (await this.session.execute({ sql, params })).rows;
  }

  /** Ends the session and its connection, once. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#ending ??= this.#end();
  }

  async #end(): Promise<void> {
    await this.session[Symbol.asyncDispose]();
    await this.client[Symbol.asyncDispose]();
  }
}
