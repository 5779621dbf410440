/**
 * Encodes answers around rows that are encoded already. Statements of one kind follow each other, and their answers differ
 * in ids and rows alone: the rest is encoded once.
 *
 * @module
 */
import type { EncodeOptions } from "../codec.ts";
import { codecOf, type Layout } from "../layout.ts";
import { answerParts, countBytes, type QueryAnswer } from "./answer_parts.ts";
import type { EncodedRows } from "./encoded_rows.ts";

/** The largest id that is written here. */
const MAX_ID = 0xffff_ffffn;

/** What an id of 8 bytes, or a small one of 7 bits a byte, takes. */
const ID_BYTES = { bincode: 8, postcard: 1 } as const;

/** The last answer of a connection. */
export class KeptAnswer {
  /** All that is in the answer but id and rows; null if it must not be kept. */
  #content: string | null = null;
  /** The parts around id and rows, once the same answer has come twice. */
  #around: { beforeId: Uint8Array; afterId: Uint8Array; afterRows: Uint8Array } | null = null;

  /** The parts of an answer's payload, with the errors of {@link answerParts}. */
  parts(layout: Layout, envelope: QueryAnswer, rows: EncodedRows, options: EncodeOptions = {}): Uint8Array[] {
    const content = contentOf(layout, envelope), codec = codecOf(layout);
    const isKept = content !== null && content === this.#content && rows.codec === codec;
    if (!isKept || envelope.requestId > MAX_ID) {
      const parts = answerParts(layout, envelope, rows, options);
      this.#content = content;
      this.#around = null;
      return parts;
    }
    const { beforeId, afterId, afterRows } = this.#around ??= aroundIdAndRows(layout, envelope, rows, options);
    const id = countBytes(codec, Number(envelope.requestId));
    return [beforeId, id, afterId, countBytes(codec, rows.count), ...rows.chunks, afterRows];
  }
}

function aroundIdAndRows(layout: Layout, envelope: QueryAnswer, rows: EncodedRows, options: EncodeOptions) {
  const partsWith = (requestId: bigint) => answerParts(layout, { ...envelope, requestId }, rows, options);
  const parts = partsWith(0n), [before] = parts, [other] = partsWith(1n);
  const at = before!.findIndex((byte, i) => byte !== other![i]);
  return {
    beforeId: before!.subarray(0, at),
    afterId: before!.subarray(at + ID_BYTES[codecOf(layout)]),
    afterRows: parts.at(-1)!,
  };
}

/** The answer without id and rows, as a text to compare; null for one that is never the same, or rarely. */
function contentOf(layout: Layout, { protocolVersion, sessionId, done, body }: QueryAnswer): string | null {
  const { columns, shape, affectedRows, executionTimeMs, textBody, rawBytes, nextPageToken } = body.result;
  if (body.type === "ExecuteWithHandleResult" || (rawBytes ?? null) !== null) return null;
  const { major, minor } = protocolVersion, counts = [String(affectedRows), String(executionTimeMs)];
  return JSON.stringify([
    layout,
    major,
    minor,
    sessionId,
    done,
    body.type,
    shape,
    counts,
    textBody,
    nextPageToken,
    columns,
  ]);
}
