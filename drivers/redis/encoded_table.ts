/**
 * Encodes the rows of a table for the host from the bytes of a reply.
 *
 * @module
 */
import { type Context, DriverError, Turn } from "@fluxwire/sdk";
import { EncodedRows, RowEncoder, RowError } from "@fluxwire/sdk/rows";
import type { Reply } from "./link.ts";
import { ErrorReply } from "./redis.ts";
import { errorText } from "./reply_table.ts";

/** How many rows are encoded between two looks at the clock. */
const ROWS_PER_LOOK = 64;

/** How deeply replies may be nested: beyond it the codec counts the levels of the whole answer. */
const MAX_DEPTH = 16;

/** A reply is nested more deeply. */
class TooDeep extends Error {}

/**
 * The encoded rows; null for rows that are nested too deeply.
 *
 * @throws {DriverError} `Driver` if no answer can hold them.
 * @throws the signal's reason, once it aborts.
 */
export async function encodeTable(
  rows: readonly (readonly Reply[])[],
  { answer: { codec, limits }, signal }: Pick<Context, "answer" | "signal">,
): Promise<EncodedRows | null> {
  const chunks: Uint8Array[] = [], turn = new Turn();
  const encoder = new RowEncoder(codec, limits, (chunk) => chunks.push(chunk.slice()));
  try {
    for (const row of rows) {
      encoder.begin(row.length);
      for (const cell of row) write(cell, encoder, MAX_DEPTH);
      if (encoder.count % ROWS_PER_LOOK === 0 && turn.isOver) await turn.next();
      signal.throwIfAborted();
    }
  } catch (error) {
    if (error instanceof TooDeep) return null;
    throw error instanceof RowError ? new DriverError("Driver", error.message, { cause: error }) : error;
  }
  encoder.finish();
  return new EncodedRows(codec, encoder.count, chunks);
}

/** Text if the bytes are UTF-8, otherwise bytes; exact integers; the text of an error inside a list. */
function write(reply: Reply, rows: RowEncoder, depth: number): void {
  if (reply === null) return rows.cell(null);
  if (typeof reply === "string") return rows.cell(BigInt(reply));
  if (reply instanceof ErrorReply) return rows.cell(errorText(reply));
  if (!Array.isArray(reply)) return rows.textOrBytes(reply);
  if (depth === 0) throw new TooDeep();
  rows.list(reply.length);
  for (const element of reply) write(element, rows, depth - 1);
}
