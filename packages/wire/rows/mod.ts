/**
 * Encodes the rows of a result in the process that reads them. Loads no WebAssembly.
 *
 * @module
 */
export type { CodecName } from "../layout.ts";
export { EncodedRows } from "./encoded_rows.ts";
export { type DescribedCell, encodeRows, type PlainCell, RowEncoder } from "./row_encoder.ts";
export { RowError } from "./row_error.ts";
export type { RowLimits, TextKind } from "./value_writer.ts";
