/** The row that says up to which event of which log the tables are, and which server writes them. */
import type { Seq } from "../../../event/event.ts";
import { StorageError } from "../../roles.ts";
import { isPassing } from "../failure.ts";
import { integerIn, type Row, type SqlSession, textIn } from "./sql_session.ts";
import { FORMAT, type Tables } from "./tables.ts";

/** The row. */
export interface PlaceRow {
  readonly seq: Seq;
  readonly logId: string | null;
  /** Names the transaction that wrote last: no two have the same. */
  readonly turn: string;
}

/** Reads and moves the place of one server. */
export class Place {
  readonly #tables: Tables;
  readonly #driver: string;
  /** Names this storage while it is open: the last one that took the tables over. */
  readonly #owner = crypto.randomUUID();

  /** `driver` is the name that messages give the driver. */
  constructor(tables: Tables, driver: string) {
    this.#tables = tables;
    this.#driver = driver;
  }

  /** Makes the tables, unless they are there. */
  async make(sql: SqlSession): Promise<void> {
    const { place } = this.#tables;
    if (await this.#exists(sql)) return;
    await this.#tables.make(sql);
    await sql.write(`INSERT INTO ${place} (format, seq, log_id, turn, owner) VALUES (?, 0, NULL, ?, ?)`, [
      FORMAT,
      "none",
      "none",
    ]);
  }

  /** Takes the tables over: a server that had them before writes no more. */
  async take(sql: SqlSession): Promise<void> {
    const row = await this.#row(sql);
    const format = integerIn(row[0]);
    if (format > FORMAT) {
      const { prefix } = this.#tables;
      throw new StorageError(
        "corrupt",
        `The tables ${prefix}* are of version ${format}, known is ${FORMAT}: use a newer server`,
      );
    }
    await sql.write(`UPDATE ${this.#tables.place} SET owner = ?`, [this.#owner]);
  }

  /**
   * Reads the row.
   *
   * @throws {StorageError} `conflict` if another server has taken the tables over; `unavailable` if they are gone.
   */
  async read(sql: SqlSession): Promise<PlaceRow> {
    const [, seq, logId, turn, owner] = await this.#row(sql);
    if (owner !== this.#owner) {
      throw new StorageError(
        "conflict",
        `Another server has taken the tables ${this.#tables.prefix}* of the driver ${this.#driver} over: ` +
          "give each server its own `prefix`",
      );
    }
    return { seq: integerIn(seq), logId: logId === null ? null : textIn(logId), turn: textIn(turn) };
  }

  /** Moves from one place to the next; false, without a change, if another transaction was first. */
  async move(sql: SqlSession, from: PlaceRow, to: PlaceRow): Promise<boolean> {
    const changed = await sql.write(
      `UPDATE ${this.#tables.place} SET seq = ?, log_id = ?, turn = ? WHERE turn = ? AND owner = ?`,
      [to.seq, to.logId, to.turn, from.turn, this.#owner],
    );
    return changed === 1;
  }

  /** What is thrown if other transactions are always first. */
  contended(): StorageError {
    return new StorageError("unavailable", `Other transactions of the driver ${this.#driver} are always first`);
  }

  async #exists(sql: SqlSession): Promise<boolean> {
    try {
      return (await this.#rows(sql)).length > 0;
    } catch (error) {
      // Databases report a missing table in words of their own: making it then shows what else is wrong.
      if (isPassing(error)) throw error;
      return false;
    }
  }

  async #row(sql: SqlSession): Promise<Row> {
    let reason = "it is empty";
    try {
      const [row] = await this.#rows(sql);
      if (row !== undefined) return row;
    } catch (error) {
      if (isPassing(error)) throw error;
      reason = (error as Error).message;
    }
    throw new StorageError(
      "unavailable",
      `The driver ${this.#driver} has lost the table ${this.#tables.place} (${reason}): a database in memory ends with ` +
        "its session, so give the driver a file or a server, and start again",
    );
  }

  #rows(sql: SqlSession): Promise<readonly Row[]> {
    return sql.rows(`SELECT format, seq, log_id, turn, owner FROM ${this.#tables.place}`);
  }
}
