/**
 * Converts replies to tables for the query editor.
 *
 * @module
 */
import type { Cell, QueryResult } from "@fluxwire/sdk";
import { ErrorReply } from "./redis.ts";
import type { Command, Reply } from "./command.ts";
import { toUtf8 } from "./key_text.ts";

/** The requested rows of a reply. */
export interface RowWindow {
  /** The most rows; null for all. */
  limit?: number | null;
  /** Rows to skip; null for none. */
  offset?: number | null;
}

/** A table whose cells are still replies. */
export interface ReplyTable {
  /** The names of its columns. */
  columns: readonly string[];
  /** Its rows. */
  rows: readonly (readonly Reply[])[];
}

/**
 * A reply as a table: a list has a row for each element, a list of pairs two columns, any other reply one cell.
 *
 * @param command The command of the reply: RESP 2 does not mark lists of pairs.
 */
export function tableOf(command: Command, reply: Reply, { limit, offset }: RowWindow): ReplyTable {
  const { columns, rows } = wholeTable(command, reply), first = offset ?? 0;
  return { columns, rows: rows.slice(first, limit === null || limit === undefined ? undefined : first + limit) };
}

function wholeTable(command: Command, reply: Reply): ReplyTable {
  if (!Array.isArray(reply)) return { columns: ["result"], rows: [[reply]] };
  const pair = reply.length % 2 === 0 ? pairOf(command) : null;
  if (pair === null) return { columns: ["result"], rows: reply.map((element) => [element]) };
  const rows: Reply[][] = [];
  for (let i = 0; i < reply.length; i += 2) rows.push([reply[i]!, reply[i + 1]!]);
  return { columns: pair, rows };
}

/** A table with cells for the SDK. */
export function toResult({ columns, rows }: ReplyTable): QueryResult {
  return { columns, rows: rows.map((row) => row.map(toCell)) };
}

/** What stands in a list for an error. */
export function errorText({ message }: ErrorReply): string {
  return `(error) ${message}`;
}

/** Commands that take WITHSCORES behind a key and its range, or behind a count and as many keys. */
const SCORED = /^(?:Z(?:REV)?RANGE(?:BYSCORE)?|ZRANDMEMBER|ZUNION|ZINTER|ZDIFF)$/;

/** The alternating columns of a command's list; null if all elements are alike. */
function pairOf(command: Command): readonly [string, string] | null {
  const words = command.map((word) => (typeof word === "string" ? word : toUtf8(word) ?? "").toUpperCase());
  if (words[0] === "HGETALL") return ["field", "value"];
  if (words[0] === "CONFIG" && words[1] === "GET") return ["parameter", "value"];
  const [name = "", first] = words, keys = /^Z(?:UNION|INTER|DIFF)$/.test(name) ? Number(first) : 0;
  if (SCORED.test(name) && words.includes("WITHSCORES", 2 + keys)) return ["member", "score"];
  return null;
}

/** Text if the bytes are UTF-8, otherwise bytes; exact integers; the text of an error inside a list. */
function toCell(reply: Reply): Cell {
  if (reply === null) return null;
  if (typeof reply === "string") return BigInt(reply);
  if (reply instanceof ErrorReply) return errorText(reply);
  if (Array.isArray(reply)) return reply.map(toCell);
  return toUtf8(reply) ?? reply;
}
