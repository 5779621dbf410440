/** Snapshots in the database of a log, for servers that a compaction has overtaken. */
import type { DatabaseSync } from "node:sqlite";
import type { Seq } from "../../event/event.ts";
import { transaction } from "./database.ts";

/** How many snapshots are kept: a server may still read the one before the newest. */
const KEPT = 2;
/** How long parts are kept that are of no snapshot, in seconds: it is not finished yet, or a server still reads it. */
const UNFINISHED_S = 86_400;

/** A snapshot that is there. */
export interface KeptSnapshot {
  readonly id: string;
  readonly seq: Seq;
  readonly parts: number;
}

/** Snapshots as rows of parts, in tables that are made with the log's. A snapshot is there once it is finished. */
export class LogSnapshots {
  readonly #database: DatabaseSync;

  /** In an open database. */
  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The statements that make the tables. */
  static readonly schema: string = `
CREATE TABLE IF NOT EXISTS snapshot (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, parts INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS snapshot_part (id TEXT NOT NULL, part INTEGER NOT NULL, lines TEXT NOT NULL,
  written INTEGER NOT NULL, PRIMARY KEY (id, part));
`;

  /** Keeps a part. */
  put(id: string, part: number, lines: string): void {
    this.#database.prepare("INSERT INTO snapshot_part VALUES (?, ?, ?, unixepoch())").run(id, part, lines);
  }

  /** Makes the parts a snapshot, and removes older ones than the newest two. */
  finish({ id, seq, parts }: KeptSnapshot): void {
    transaction(this.#database, () => {
      this.#database.prepare("INSERT INTO snapshot VALUES (?, ?, ?)").run(id, seq, parts);
      this.#database.prepare(
        "DELETE FROM snapshot WHERE id NOT IN (SELECT id FROM snapshot ORDER BY seq DESC, id LIMIT ?)",
      ).run(KEPT);
      this.#database.prepare(
        "DELETE FROM snapshot_part WHERE id NOT IN (SELECT id FROM snapshot) AND written < unixepoch() - ?",
      ).run(UNFINISHED_S);
    });
  }

  /** The newest; `null` without one. */
  newest(): KeptSnapshot | null {
    const row = this.#database.prepare("SELECT id, seq, parts FROM snapshot ORDER BY seq DESC, id LIMIT 1").get();
    return row === undefined ? null : { id: row.id as string, seq: row.seq as number, parts: row.parts as number };
  }

  /** The lines of a part; `null` if its snapshot was removed. */
  part(id: string, part: number): string | null {
    const row = this.#database.prepare("SELECT lines FROM snapshot_part WHERE id = ? AND part = ?").get(id, part);
    return row === undefined ? null : row.lines as string;
  }
}
