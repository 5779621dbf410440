/**
 * Encodes the rows of a table for the host from the bytes of a reply.
 *
 * @module
 */
import { type Context, encodeInTurns } from "@fluxwire/sdk";
import type { EncodedRows, RowEncoder } from "@fluxwire/sdk/rows";
import type { Reply } from "./command.ts";
import { ErrorReply } from "./redis.ts";
import { errorText } from "./reply_table.ts";

/** How deeply replies may be nested: beyond it the codec counts the levels of the whole answer. */
const MAX_DEPTH = 16;

/** A reply is nested more deeply. */
class TooDeep extends Error {}

/**
 * The encoded rows, none of them once the signal is aborted; null for rows that are nested too deeply.
 *
 * @throws {DriverError} `Driver` if no answer can hold them.
 */
export async function encodeTable(
  rows: readonly (readonly Reply[])[],
  context: Pick<Context, "answer" | "signal">,
): Promise<EncodedRows | null> {
  try {
    return await encodeInTurns(rows, (row, encoder) => {
      encoder.begin(row.length);
      for (const cell of row) write(cell, encoder, MAX_DEPTH);
    }, context);
  } catch (error) {
    if (error instanceof TooDeep) return null;
    throw error;
  }
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
