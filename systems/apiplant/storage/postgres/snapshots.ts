/** Snapshots in the database of a log, for servers that a compaction has overtaken. */
import type { Seq } from "../../event/event.ts";
import { partsOf } from "../event/snapshot_parts.ts";
import { type SharedSnapshots, StorageError } from "../roles.ts";
import type { Connection } from "./connection.ts";
import { quoted } from "./schema.ts";

/** How many snapshots are kept: a server may still read the one before the newest. */
const KEPT = 2;

/** Snapshots as rows of parts. A snapshot is there once its last row is. */
export class PostgresSnapshots implements SharedSnapshots {
  readonly #connection: Connection;
  readonly #at: string;
  #isMade = false;

  /** In a schema, whose tables are made with the first snapshot. */
  constructor(connection: Connection, schema: string) {
    this.#connection = connection;
    this.#at = quoted(schema);
  }

  async put(seq: Seq, lines: AsyncIterable<string>): Promise<void> {
    await this.#make();
    // Several servers may write one of the same place: each writes parts of its own.
    const id = crypto.randomUUID();
    let parts = 0;
    for await (const joined of partsOf(lines)) {
      const text = `INSERT INTO ${this.#at}.snapshot_parts VALUES ($1, $2, $3)`;
      await this.#connection.query({ text, values: [id, parts++, joined] });
    }
    const text = `INSERT INTO ${this.#at}.snapshots VALUES ($1, $2, $3)`;
    await this.#connection.query({ text, values: [id, seq, parts] });
    await this.#removeOlder();
  }

  async newest(): Promise<{ readonly seq: Seq; readonly lines: AsyncIterable<string> } | null> {
    await this.#make();
    const [row] = await this.#connection.query({
      text: `SELECT id, seq, parts FROM ${this.#at}.snapshots ORDER BY seq DESC, id LIMIT 1`,
    });
    if (row === undefined) return null;
    return { seq: Number(row.seq), lines: this.#lines(String(row.id), Number(row.parts)) };
  }

  async *#lines(id: string, parts: number): AsyncGenerator<string> {
    for (let part = 0; part < parts; part++) {
      const text = `SELECT lines FROM ${this.#at}.snapshot_parts WHERE id = $1 AND part = $2`;
      const [row] = await this.#connection.query({ text, values: [id, part] });
      if (row === undefined) {
        throw new StorageError("unavailable", "A newer snapshot has replaced the one that was read");
      }
      yield* (row.lines as string).split("\n");
    }
  }

  /** Also parts of snapshots that were not finished within a day. */
  async #removeOlder(): Promise<void> {
    const kept = `SELECT id FROM ${this.#at}.snapshots ORDER BY seq DESC, id LIMIT ${KEPT}`;
    await this.#connection.query({
      text: `DELETE FROM ${this.#at}.snapshots WHERE id NOT IN (${kept});
DELETE FROM ${this.#at}.snapshot_parts p WHERE NOT EXISTS (SELECT FROM ${this.#at}.snapshots s WHERE s.id = p.id)
  AND written < now() - interval '1 day'`,
    });
  }

  async #make(): Promise<void> {
    if (this.#isMade) return;
    // Several statements in one text are one transaction: servers make the tables one after the other.
    await this.#connection.query({
      text: `SELECT pg_advisory_xact_lock(hashtext('apiplant snapshots'));
CREATE TABLE IF NOT EXISTS ${this.#at}.snapshots (id uuid PRIMARY KEY, seq bigint NOT NULL, parts integer NOT NULL);
CREATE TABLE IF NOT EXISTS ${this.#at}.snapshot_parts (
  id uuid, part integer, lines text NOT NULL, written timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (id, part)
);`,
    });
    this.#isMade = true;
  }
}
