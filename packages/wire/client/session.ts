/**
 * A session of a driver: one opened database connection.
 *
 * @module
 */
import type { DatabaseInfo, DriverRequestBody, QueryRequestDto, QueryResultDto, SchemaSnapshot } from "../dto.ts";
import { ConnectionError, ProtocolError, RpcError } from "../errors.ts";
import type { Answer } from "./answers.ts";
import type { Exchange } from "./exchange.ts";
import type { CallOptions } from "./in_flight.ts";

/** A statement to run. */
export interface Statement extends Omit<QueryRequestDto, "params" | "statementTimeoutMs"> {
  /**
   * Values for the placeholders.
   *
   * @default {[]}
   */
  params?: QueryRequestDto["params"];
  /**
   * How long the statement may run, in milliseconds; the driver is told, and enforces it.
   *
   * @default {null}
   */
  statementTimeoutMs?: number | bigint | null;
}

/** A session of a driver. Every method rejects as {@link DriverClient.call} does. */
export class ClientSession implements AsyncDisposable {
  readonly #exchange: Exchange;
  /** What the driver said when it opened the session; its metadata is that of the live connection. */
  readonly opened: Answer<"OpenSession">;

  /** Made by {@link DriverClient.openSession}. */
  constructor(exchange: Exchange, opened: Answer<"OpenSession">) {
    this.#exchange = exchange;
    this.opened = opened;
  }

  /** The session's id. */
  get id(): string {
    return this.opened.sessionId;
  }

  /** Runs a statement. */
  async execute(statement: Statement, options?: CallOptions): Promise<QueryResultDto> {
    const { statementTimeoutMs = null, params = [] } = statement;
    const request: QueryRequestDto = {
      ...statement,
      params,
      statementTimeoutMs: statementTimeoutMs === null ? null : BigInt(statementTimeoutMs),
    };
    return (await this.#call({ type: "Execute", request }, options)).result;
  }

  /** What the database contains. */
  async schema(options?: CallOptions): Promise<SchemaSnapshot> {
    return (await this.#call({ type: "Schema" }, options)).schema;
  }

  /** The databases of the server. */
  async listDatabases(options?: CallOptions): Promise<DatabaseInfo[]> {
    return (await this.#call({ type: "ListDatabases" }, options)).databases;
  }

  /** The database that statements run in; null where there is no such thing. */
  async activeDatabase(options?: CallOptions): Promise<string | null> {
    return (await this.#call({ type: "ActiveDatabase" }, options)).database ?? null;
  }

  /** Chooses the database that statements run in. */
  async setActiveDatabase(database: string | null, options?: CallOptions): Promise<void> {
    await this.#call({ type: "SetActiveDatabase", database }, options);
  }

  /** Ends what the session is running. */
  async cancelActive(options?: CallOptions): Promise<void> {
    await this.#call({ type: "CancelActive" }, options);
  }

  /** Makes the session usable after a cancel. */
  async cleanupAfterCancel(options?: CallOptions): Promise<void> {
    await this.#call({ type: "CleanupAfterCancel" }, options);
  }

  /** Asks the session for a sign of life. */
  async ping(options?: CallOptions): Promise<void> {
    await this.#call({ type: "Ping" }, options);
  }

  /** Ends the session; the connection lives. */
  async close(options?: CallOptions): Promise<void> {
    await this.#call({ type: "CloseSession" }, options);
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

  async #call<B extends DriverRequestBody>(body: B, options?: CallOptions): Promise<Answer<B["type"]>> {
    return (await this.#exchange.call(body, { ...options, sessionId: this.id })).body;
  }
}
