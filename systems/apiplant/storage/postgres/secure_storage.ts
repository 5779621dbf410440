/**
 * Secrets in a database of PostgreSQL, which the servers of a log may share; their values are sealed before they come here. What
 * is deleted leaves the table's file when PostgreSQL vacuums it, and older backups keep it.
 */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import { type SecureStorage, StorageError } from "../roles.ts";
import type { PostgresAddress } from "./address.ts";
import { Connection } from "./connection.ts";
import { quoted } from "./schema.ts";

/** Where the secrets are. */
export interface PostgresSecretsOptions {
  readonly address: PostgresAddress;
  /** The schema of their table; made at the first start. */
  readonly schema: string;
  readonly clock?: Clock;
}

/** A secure storage in a table. */
export class PostgresSecureStorage implements SecureStorage {
  readonly #connection: Connection;
  readonly #table: string;
  #closed = false;

  private constructor(connection: Connection, schema: string) {
    this.#connection = connection;
    this.#table = `${quoted(schema)}.secrets`;
  }

  /**
   * Connects, and makes the table if it is missing.
   *
   * @throws {StorageError} `unavailable` if the server cannot be reached, `invalid` if it refuses the user.
   */
  static async open({ address, schema, clock = SYSTEM_CLOCK }: PostgresSecretsOptions): Promise<PostgresSecureStorage> {
    const connection = new Connection({ address, clock, setup: ["SET synchronous_commit = on"] });
    try {
      const storage = new PostgresSecureStorage(connection, schema), literal = schema.replaceAll("'", "''");
      // Several statements in one text are one transaction: servers that start at once make the table one after the other.
      await connection.query({
        text: `SELECT pg_advisory_xact_lock(hashtext('apiplant secrets ${literal}'));
CREATE SCHEMA IF NOT EXISTS ${quoted(schema)};
CREATE TABLE IF NOT EXISTS ${storage.#table} (name text PRIMARY KEY, version bigint NOT NULL, value bytea NOT NULL);`,
      });
      return storage;
    } catch (error) {
      await connection[Symbol.asyncDispose]();
      throw error;
    }
  }

  async get(name: string): Promise<{ value: Uint8Array; version: number } | null> {
    this.#check();
    const text = `SELECT version, encode(value, 'hex') AS value FROM ${this.#table} WHERE name = $1`;
    const [row] = await this.#connection.query({ text, values: [name] });
    if (row === undefined) return null;
    return { value: Uint8Array.fromHex(row.value as string), version: Number(row.version) };
  }

  async set(
    name: string,
    value: Uint8Array,
    ifVersion?: number,
  ): Promise<{ ok: true; version: number } | { ok: false }> {
    this.#check();
    const changed = `UPDATE SET value = excluded.value, version = secrets.version + 1`;
    const text = ifVersion === undefined
      ? `INSERT INTO ${this.#table} AS secrets VALUES ($1, 1, decode($2, 'hex')) ON CONFLICT (name) DO ${changed} RETURNING version`
      : ifVersion === 0
      ? `INSERT INTO ${this.#table} VALUES ($1, 1, decode($2, 'hex')) ON CONFLICT DO NOTHING RETURNING version`
      : `UPDATE ${this.#table} SET value = decode($2, 'hex'), version = version + 1
         WHERE name = $1 AND version = $3 RETURNING version`;
    const values = [name, value.toHex(), ...ifVersion === undefined || ifVersion === 0 ? [] : [ifVersion]];
    const [row] = await this.#connection.query({ text, values });
    return row === undefined ? { ok: false } : { ok: true, version: Number(row.version) };
  }

  async delete(name: string): Promise<void> {
    this.#check();
    await this.#connection.query({ text: `DELETE FROM ${this.#table} WHERE name = $1`, values: [name] });
  }

  async list(prefix: string): Promise<readonly string[]> {
    this.#check();
    const text = `SELECT name FROM ${this.#table} WHERE starts_with(name, $1)`;
    const rows = await this.#connection.query({ text, values: [prefix] });
    return rows.map(({ name }) => name as string).sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#connection[Symbol.asyncDispose]();
  }

  #check(): void {
    if (this.#closed) throw new StorageError("unavailable", "The secure storage is closed");
  }
}
