/**
 * Encodes the rows of a result for the host from the server's bytes.
 *
 * @module
 */
import { type Context, DriverError, Turn } from "@fluxwire/sdk";
import { EncodedRows, RowEncoder, RowError } from "@fluxwire/sdk/rows";
import type { CellWriter } from "./cell_writer.ts";
import type { DataRows } from "./data_rows.ts";

/** How many rows are encoded between two looks at the clock. */
const ROWS_PER_LOOK = 64;

/**
 * The encoded rows; none of them once the signal is aborted, as only the count of a write is then still sent.
 *
 * @param writers The writer of each column.
 * @throws {DriverError} `Driver` if no answer can hold them.
 */
export async function encodeDataRows(
  rows: DataRows,
  writers: readonly CellWriter[],
  { answer: { codec, limits }, signal }: Pick<Context, "answer" | "signal">,
): Promise<EncodedRows> {
  const chunks: Uint8Array[] = [], turn = new Turn();
  const encoder = new RowEncoder(codec, limits, (chunk) => chunks.push(chunk.slice()));
  try {
    for (const row of rows) {
      encoder.begin(writers.length);
      for (const write of writers) {
        if (row.next()) write(row, encoder);
        else encoder.cell(null);
      }
      if (encoder.count % ROWS_PER_LOOK === 0 && turn.isOver) await turn.next();
      if (signal.aborted) return new EncodedRows(codec, 0, []);
    }
  } catch (error) {
    throw error instanceof RowError ? new DriverError("Driver", error.message, { cause: error }) : error;
  }
  encoder.finish();
  return new EncodedRows(codec, encoder.count, chunks);
}
