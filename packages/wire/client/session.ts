/**
 * A session of a driver: one opened database connection.
 *
 * @module
 */
import type { DriverRequestBody } from "../dto.ts";
import { ConnectionError, ProtocolError } from "@fluxwire/transport";
import { RpcError } from "../errors.ts";
import type { Answer } from "./answers.ts";
import type { Call } from "./calls/call.ts";
import { CODE_GENERATION_CALLS, type CodeGenerationCalls } from "./calls/code_generation.ts";
import { KEY_VALUE_CALLS, type KeyValueCalls } from "./calls/key_value.ts";
import { QUERY_CALLS, type QueryCalls } from "./calls/query.ts";
import { ROW_CALLS, type RowCalls } from "./calls/rows.ts";
import { SCHEMA_CALLS, type SchemaCalls } from "./calls/schema.ts";
import type { Exchange } from "./exchange.ts";
import type { CallOptions } from "./in_flight.ts";

/** What a session can be asked, by the names that methods of a driver have. */
export interface SessionCalls extends QueryCalls, SchemaCalls, RowCalls, KeyValueCalls, CodeGenerationCalls {}

const CALLS: Readonly<Record<keyof SessionCalls, Call>> = {
  ...QUERY_CALLS,
  ...SCHEMA_CALLS,
  ...ROW_CALLS,
  ...KEY_VALUE_CALLS,
  ...CODE_GENERATION_CALLS,
};

/** A session of a driver. Every method rejects as {@link DriverClient.call} does. */
export class ClientSession implements AsyncDisposable {
  readonly #exchange: Exchange;
  /** What the driver said when it opened the session; its metadata is that of the live connection. */
  readonly opened: Answer<"OpenSession">;

  static {
    for (const [name, { hasParameter, body, result }] of Object.entries(CALLS)) {
      const value = hasParameter
        ? async function (this: ClientSession, parameter: unknown, options?: CallOptions) {
          return result(await this.call(body(parameter), options));
        }
        : async function (this: ClientSession, options?: CallOptions) {
          return result(await this.call(body(undefined), options));
        };
      Object.defineProperty(this.prototype, name, { value, configurable: true, writable: true });
    }
  }

  /** Made by {@link DriverClient.openSession}. */
  constructor(exchange: Exchange, opened: Answer<"OpenSession">) {
    this.#exchange = exchange;
    this.opened = opened;
  }

  /** The session's id. */
  get id(): string {
    return this.opened.sessionId;
  }

  /** Asks the session for a sign of life. */
  async ping(options?: CallOptions): Promise<void> {
    await this.call({ type: "Ping" }, options);
  }

  /** Ends the session; the connection lives. */
  async close(options?: CallOptions): Promise<void> {
    await this.call({ type: "CloseSession" }, options);
  }

  /** Ends the session, unless it or its connection is over, and waits until the driver has closed it. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.close();
    } catch (error) {
      if (error instanceof ConnectionError || error instanceof ProtocolError) return;
      if (!(error instanceof RpcError && error.code === "SessionNotFound")) throw error;
    }
  }

  /** Sends any request for the session and gives the body of its answer. */
  async call<B extends DriverRequestBody>(body: B, options?: CallOptions): Promise<Answer<B["type"]>> {
    return (await this.#exchange.call(body, { ...options, sessionId: this.id })).body;
  }
}

/** The methods that the tables of calls give the class. */
export interface ClientSession extends SessionCalls {}
