/** The statements of a log in PostgreSQL. */
import type { Seq } from "../../event/event.ts";
import { type LogDraft, type LogEntry, StorageError } from "../roles.ts";
import type { Row, Statement } from "./library.ts";
import { quoted } from "./schema.ts";

/** A page of the log, with its ends at the same moment. */
export interface PageOfLog {
  readonly entries: readonly LogEntry[];
  readonly first: Seq;
  readonly head: Seq;
}

/** The statements for the tables of one schema. */
export class Statements {
  readonly #at: string;

  /** Each is parsed once for a connection. */
  constructor(schema: string) {
    this.#at = quoted(schema);
  }

  /** Gives `first` and `head`. */
  ends(): Statement {
    return { name: "ends", text: `SELECT first, seq AS head FROM ${this.#at}.head` };
  }

  /** Gives `ok` and `head`. */
  append(expected: Seq, drafts: readonly LogDraft[]): Statement {
    return {
      name: "append",
      text: `SELECT ok, head FROM ${this.#at}.append($1, $2, $3, $4, $5)`,
      values: [
        expected,
        drafts.map(({ id }) => id),
        drafts.map(({ model }) => model),
        drafts.map(({ instance }) => instance),
        drafts.map(({ json }) => json),
      ],
    };
  }

  /** Gives the ends in each row, and an entry if there is one. */
  read(from: Seq, max: number): Statement {
    return {
      name: "read",
      text: `SELECT h.first, h.seq AS head, e.* FROM ${this.#at}.head h LEFT JOIN LATERAL (
        SELECT seq, id, model, instance, json FROM ${this.#at}.events WHERE seq >= $1 ORDER BY seq LIMIT $2
      ) e ON true ORDER BY e.seq`,
      values: [from, max],
    };
  }

  /** Waits for the right to append, and keeps it until the transaction ends. */
  lock(): Statement {
    return { name: "lock", text: `SELECT seq FROM ${this.#at}.head FOR UPDATE` };
  }

  /** Gives `value` and `version`. */
  getRegister(name: string): Statement {
    return {
      name: "getRegister",
      text: `SELECT value, version FROM ${this.#at}.registers WHERE name = $1`,
      values: [name],
    };
  }

  /** Gives a row if the version was as expected. */
  setRegister(name: string, value: string, ifVersion: number): Statement {
    if (ifVersion === 0) {
      return {
        name: "addRegister",
        text: `INSERT INTO ${this.#at}.registers VALUES ($1, $2, 1) ON CONFLICT DO NOTHING RETURNING version`,
        values: [name, value],
      };
    }
    return {
      name: "setRegister",
      text: `UPDATE ${this.#at}.registers SET value = $2, version = version + 1
        WHERE name = $1 AND version = $3 RETURNING version`,
      values: [name, value, ifVersion],
    };
  }

  /** Removes the entries before a place. */
  trim(before: Seq): Statement {
    return {
      text: `WITH moved AS (
        UPDATE ${this.#at}.head SET first = GREATEST(first, LEAST($1, seq + 1)) RETURNING first
      ) DELETE FROM ${this.#at}.events WHERE seq < (SELECT first FROM moved)`,
      values: [before],
    };
  }
}

/**
 * The page in the rows of a read from a place.
 *
 * @throws {StorageError} `corrupt` if an entry is missing.
 */
export function pageOf(rows: readonly Row[], from: Seq): PageOfLog {
  const first = Number(rows[0]?.first), head = Number(rows[0]?.head);
  if (!Number.isSafeInteger(head)) throw new StorageError("corrupt", "The table head has no row: the log has no end");
  const entries = rows.flatMap(({ seq, id, model, instance, json }): LogEntry[] => {
    if (seq === null) return [];
    return [{ seq: Number(seq), id, model, instance, json } as LogEntry];
  });
  const start = Math.max(from, first);
  const gap = entries.findIndex(({ seq }, at) => seq !== start + at);
  if (gap >= 0 || (entries.length === 0 && start <= head)) {
    throw new StorageError("corrupt", `The log has no entry ${start + Math.max(gap, 0)}, and its head is ${head}`);
  }
  return { entries, first, head };
}
