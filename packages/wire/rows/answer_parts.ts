/**
 * Encodes an answer around rows that are encoded already.
 *
 * @module
 */
import { encode, type EncodeOptions } from "../codec.ts";
import type { DriverResponseBody, DriverResponseEnvelope, QueryResultDto } from "../dto.ts";
import { codecOf, type Layout } from "../layout.ts";
import type { EncodedRows } from "./encoded_rows.ts";
import { numberForms } from "./number_forms.ts";
import { RowBytes } from "./row_bytes.ts";

/** An answer with the result of a query. */
export type QueryAnswer = DriverResponseEnvelope & { body: Extract<DriverResponseBody, { result: QueryResultDto }> };

/**
 * The payload of an answer in parts: what comes before the rows, the rows themselves, what comes after.
 *
 * @param envelope The answer; the rows of its result are ignored.
 * @throws {TypeError} for rows of another serializer than the layout's.
 * @throws the errors of `encode`.
 */
export function answerParts(
  layout: Layout,
  envelope: QueryAnswer,
  rows: EncodedRows,
  options: EncodeOptions = {},
): Uint8Array[] {
  if (rows.codec !== codecOf(layout)) {
    throw new TypeError(`Cannot encode answer: its rows are ${rows.codec}, and layout ${layout} is ${codecOf(layout)}`);
  }
  // Both encodings are equal up to the count of the rows, which differs in its first byte.
  const withRows = (count: number): Uint8Array => {
    const result = { ...envelope.body.result, rows: new Array(count).fill([]) };
    return encode("response", layout, { ...envelope, body: { ...envelope.body, result } }, options);
  };
  const none = withRows(0), one = withRows(1);
  let at = 0;
  while (none[at] === one[at]) at++;
  const noneBytes = countBytes(rows, 0).length;
  return [none.subarray(0, at), countBytes(rows, rows.count), ...rows.chunks, none.subarray(at + noneBytes)];
}

function countBytes({ codec }: EncodedRows, count: number): Uint8Array {
  const out = new RowBytes(() => {});
  numberForms(codec).count(out, count);
  return out.bytes.subarray(0, out.at);
}
