/**
 * The databases of a session. A PostgreSQL connection has one database, so each database has its own connection.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import type { ServerAddress } from "./server_address.ts";
import { ServerConnection } from "./server_connection.ts";

/** The connections of a session, opened when they are needed and kept until it closes. */
export class Databases {
  readonly #address: ServerAddress;
  readonly #open = new Map<string, ServerConnection>();
  /** Connections that were lost with a transaction, which no statement of the user's has learned yet. */
  readonly #unlearned = new Map<string, ServerConnection>();
  #active: string;

  /** The databases of a server; that of the address is the active one. */
  constructor(address: ServerAddress) {
    this.#address = address;
    this.#active = address.database;
  }

  /** The name of the active database. */
  get activeName(): string {
    return this.#active;
  }

  /** The connection to the active database. */
  active(signal: AbortSignal): Promise<ServerConnection> {
    return this.of(this.#active, signal);
  }

  /**
   * The connection to a database; the active one if the name is absent or empty.
   *
   * @param isUsers Whether it is for a statement of the user's: one learns of each lost transaction, whatever other requests
   *   learned before.
   * @throws {DriverError} as {@link ServerConnection.open}; `Transport`, once, if the connection was lost since its last
   *   use, and with it its transaction and settings. The next call gets a new connection.
   */
  async of(database: string | null | undefined, signal: AbortSignal, isUsers = false): Promise<ServerConnection> {
    const name = database || this.#active;
    const open = this.#open.get(name);
    if (open?.isLost === true) {
      this.#open.delete(name);
      if (open.transactionStatus !== "I" && !isUsers) this.#unlearned.set(name, open);
      throw lost(name, open);
    }
    const unlearned = this.#unlearned.get(name);
    if (isUsers && unlearned !== undefined) {
      this.#unlearned.delete(name);
      throw lost(name, unlearned);
    }
    if (open !== undefined) return open;
    const fresh = await ServerConnection.open({ ...this.#address, database: name }, signal);
    if (signal.aborted) {
      // The session may already be closed, and then nothing else would end the connection.
      await fresh.close();
      signal.throwIfAborted();
    }
    this.#open.set(name, fresh);
    return fresh;
  }

  /** Throws if the active database's connection was lost with a transaction. The next request of the user throws that again. */
  checkTransaction(): void {
    const open = this.#open.get(this.#active);
    if (open?.isLost && open.transactionStatus !== "I") throw lost(this.#active, open);
  }

  /** The state of a database's transaction: `I` outside, `T` inside, `E` inside one that has failed. */
  statusOf(database: string | null): "I" | "T" | "E" {
    return this.#open.get(database || this.#active)?.transactionStatus ?? "I";
  }

  /** Rolls back the active database's transaction if it has failed. A lost one is gone. */
  async undoFailed(signal: AbortSignal): Promise<void> {
    const open = this.#open.get(this.#active);
    if (open?.isLost === false && open.transactionStatus === "E") await open.undo(signal);
  }

  /** Makes a database the active one; null for that of the address. */
  async activate(database: string | null, signal: AbortSignal): Promise<void> {
    const name = database ?? this.#address.database;
    await this.of(name, signal);
    this.#active = name;
  }

  /** Ends every connection, after its running statements. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((connection) => connection.close()));
  }
}

/** A statement of a transaction that is lost must not be run alone. */
function lost(database: string, { transactionStatus }: ServerConnection): DriverError {
  const text = `Connection to PostgreSQL database ${database} lost, and with it its transaction, settings and ` +
    "temporary tables; the next statement connects again";
  return new DriverError("Transport", text, { retriable: transactionStatus === "I" });
}
