/**
 * What the driver and the database's process say to each other, as JSON.
 *
 * @module
 */
import type { ColumnKind } from "@fluxwire/sdk";
import type { CodecName, DescribedCell, PlainCell, RowLimits } from "@fluxwire/sdk/rows";
import type { HeldState } from "./child/held_state.ts";

/** What the process opens: its only argument. */
export interface Target {
  /** A file, or `:memory:`. */
  path: string;
  /** Whether writes are refused. */
  isReadOnly: boolean;
}

/** Whether a database lives only as long as its process. */
export function isInMemory({ path }: Target): boolean {
  return path === ":memory:";
}

/** A cell as SQLite has it; a text that is not valid is described. */
export type SqliteCell = Exclude<PlainCell, boolean>;

/** A value that SQLite can store. */
export type Parameter = Exclude<SqliteCell, DescribedCell>;

/** A value as JSON: integers, reals, bytes and descriptions are a letter and a text. */
export type JsonCell = null | string | readonly ["i" | "f" | "b" | "u", string];

/** What the process runs. */
export interface Request {
  /** Any number of statements. */
  sql: string;
  /** The values for the placeholders of a text with one statement. */
  parameters: readonly JsonCell[];
  /** Whether there may be only one statement. */
  isSingle: boolean;
  /** The most rows to give; null for all. */
  limit: number | null;
  /** Rows to skip. */
  offset: number;
  /** The serializer for the rows; null for rows as JSON in the end. */
  codec: CodecName | null;
  /** The limits of the result. */
  limits: RowLimits;
}

/** A column of a result. */
export interface ResultColumn {
  name: string;
  type: string;
  kind: ColumnKind;
}

/** What both outcomes have. */
interface Outcome {
  /** The state that is lost with the process. */
  held: readonly HeldState[];
}

/** The end of a result. */
export interface End extends Outcome {
  columns: readonly ResultColumn[];
  /** How many rows were sent. */
  count: number;
  /** The rows, if they were not sent. */
  rows: readonly (readonly JsonCell[])[];
  /** The rows that a write changed; null for other statements. */
  affectedRows: string | null;
  /** How long SQLite took, in milliseconds. */
  ms: number;
}

/** The end of a request that failed. */
export interface Failure extends Outcome {
  code: "Driver" | "InvalidRequest" | "Cancelled" | "Internal";
  message: string;
  retriable: boolean;
  /** How many statements of the text were carried out. */
  done: number;
}

/** A value as JSON. */
export function toJson(value: SqliteCell): JsonCell {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "bigint") return ["i", String(value)];
  if (typeof value === "number") return ["f", Object.is(value, -0) ? "-0" : String(value)];
  return value instanceof Uint8Array ? ["b", value.toBase64()] : ["u", value.value];
}

/** The value of {@link toJson}. */
export function fromJson(cell: JsonCell): SqliteCell {
  if (cell === null || typeof cell === "string") return cell;
  const [kind, text] = cell;
  if (kind === "i") return BigInt(text);
  if (kind === "f") return Number(text);
  return kind === "b" ? Uint8Array.fromBase64(text) : { type: "Unsupported", value: text };
}
