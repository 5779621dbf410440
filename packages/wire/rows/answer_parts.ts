/**
 * Encodes an answer around rows that are encoded already.
 *
 * @module
 */
import { encode, type EncodeOptions } from "../codec.ts";
import type { DriverResponseBody, DriverResponseEnvelope, QueryResultDto } from "../dto.ts";
import { type CodecName, codecOf, type Layout } from "../layout.ts";
import type { EncodedRows } from "./encoded_rows.ts";
import { numberForms } from "./number_forms.ts";
import { RowBytes } from "./row_bytes.ts";
import { encodeRows } from "./row_encoder.ts";

/** Stands in the place of the rows while the rest is encoded: bytes that nothing else has. */
const MARK = crypto.getRandomValues(new Uint8Array(16));

/** The buffer in which counts are written. */
const COUNT = new RowBytes(() => {});

/** From the count of rows to the mark, which is the only cell of the only row. */
const BYTES_BEFORE_MARK: Readonly<Record<CodecName, number>> = {
  bincode: bytesBeforeMark("bincode"),
  postcard: bytesBeforeMark("postcard"),
};

function bytesBeforeMark(codec: CodecName): number {
  const row = encodeRows(codec, [[MARK]], { maxFrameBytes: 256, maxResponseValues: 256 });
  return countBytes(codec, 1).length + row.byteLength - MARK.length;
}

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
  const marked = { ...envelope.body.result, rows: [[MARK]] };
  const payload = encode("response", layout, { ...envelope, body: { ...envelope.body, result: marked } }, options);
  let at = payload.length - MARK.length;
  while (!isMark(payload, at)) at--;
  const before = payload.subarray(0, at - BYTES_BEFORE_MARK[rows.codec]);
  return [before, countBytes(rows.codec, rows.count), ...rows.chunks, payload.subarray(at + MARK.length)];
}

function isMark(payload: Uint8Array, at: number): boolean {
  for (let i = 0; i < MARK.length; i++) if (payload[at + i] !== MARK[i]) return false;
  return true;
}

/** A count or length as a serializer writes it, from 0 to 2^32 - 1. */
export function countBytes(codec: CodecName, count: number): Uint8Array {
  COUNT.at = 0;
  numberForms(codec).count(COUNT, count);
  return COUNT.bytes.slice(0, COUNT.at);
}
