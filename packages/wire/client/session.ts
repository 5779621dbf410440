/**
 * A session of a driver: one opened database connection.
 *
 * @module
 */
import type { DriverRequestBody } from "../dto.ts";
import { ConnectionError, ProtocolError } from "@fluxwire/transport";
import { RpcError } from "../errors.ts";
import type { Answer } from "../method.ts";
import type { Exchange } from "./exchange.ts";
import type { CallOptions } from "./in_flight.ts";
import { CALLED_METHODS, hasParameter, requestBody, resultOf, type SessionCalls } from "./session_calls.ts";

/** A session of a driver. Every method rejects with the errors of {@link DriverClient.call}. */
export class ClientSession implements AsyncDisposable {
  readonly #exchange: Exchange;
  /** The driver's answer to OpenSession; its metadata is that of the live connection. */
  readonly opened: Answer<"OpenSession">;

  static {
    for (const [name, method] of CALLED_METHODS) {
      const value = hasParameter(method)
        ? async function (this: ClientSession, parameter: unknown, options?: CallOptions) {
          return resultOf(method, await this.call(requestBody(method, parameter), options));
        }
        : async function (this: ClientSession, options?: CallOptions) {
          return resultOf(method, await this.call(requestBody(method, undefined), options));
        };
      Object.defineProperty(this.prototype, name, { value, configurable: true, writable: true });
    }
  }

  /** Created by {@link DriverClient.openSession}. */
  constructor(exchange: Exchange, opened: Answer<"OpenSession">) {
    this.#exchange = exchange;
    this.opened = opened;
  }

  /** The session's id. */
  get id(): string {
    return this.opened.sessionId;
  }

  /** Closes the session; the connection stays open. */
  async close(options?: CallOptions): Promise<void> {
    await this.call({ type: "CloseSession" }, options);
  }

  /** Closes the session, unless it or its connection has ended, and waits until the driver has closed it. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.close();
    } catch (error) {
      if (error instanceof ConnectionError || error instanceof ProtocolError) return;
      if (!(error instanceof RpcError && error.code === "SessionNotFound")) throw error;
    }
  }

  /** Sends any request for the session and returns the body of its answer. */
  async call<B extends DriverRequestBody>(body: B, options?: CallOptions): Promise<Answer<B["type"]>> {
    return (await this.#exchange.call(body, { ...options, sessionId: this.id })).body;
  }
}

/** The methods that the class gets from the table of methods. */
export interface ClientSession extends SessionCalls {}
