/**
 * The databases of a session: a PostgreSQL connection is to one database, so each has its own.
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
  #active: string;

  private constructor(address: ServerAddress) {
    this.#address = address;
    this.#active = address.database;
  }

  /**
   * Connects to the database of the address, which is then the active one.
   *
   * @throws {DriverError} as {@link ServerConnection.open}.
   */
  static async open(address: ServerAddress, signal: AbortSignal): Promise<Databases> {
    const databases = new Databases(address);
    await databases.active(signal);
    return databases;
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
   * The connection to a database; the active one where the name is absent or empty.
   *
   * @throws {DriverError} `Transport`, once, where the connection was lost since it was last used: what belonged to it
   * is lost too. The next call gets a fresh one.
   */
  async of(database: string | null | undefined, signal: AbortSignal): Promise<ServerConnection> {
    const name = database || this.#active;
    const open = this.#open.get(name);
    if (open !== undefined && !open.isLost) return open;
    if (open !== undefined) {
      this.#open.delete(name);
      const text = `Connection to PostgreSQL database ${name} lost, and with it its transaction, settings and ` +
        "temporary tables; the next statement connects again";
      throw new DriverError("Transport", text, { retriable: true });
    }
    const fresh = await ServerConnection.open({ ...this.#address, database: name }, signal);
    if (signal.aborted) {
      // The session may be closed already: nobody else would end the connection.
      await fresh.close();
      signal.throwIfAborted();
    }
    this.#open.set(name, fresh);
    return fresh;
  }

  /** Makes a database the active one; null for that of the address. */
  async activate(database: string | null, signal: AbortSignal): Promise<void> {
    const name = database ?? this.#address.database;
    await this.of(name, signal);
    this.#active = name;
  }

  /** Ends every connection, after what it runs. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((connection) => connection.close()));
  }
}
