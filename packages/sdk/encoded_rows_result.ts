/**
 * Results whose rows alone were encoded by another process.
 *
 * @module
 */
import type { ColumnMeta, DriverResponseEnvelope, QueryResultDto, Value } from "@fluxwire/wire";
import type { EncodedRows } from "@fluxwire/wire/rows";
import type { QueryAnswer } from "@fluxwire/wire/server";

/** A result with encoded rows; its own rows are empty. */
export class ResultOfEncodedRows implements QueryResultDto {
  readonly shape: QueryResultDto["shape"];
  readonly columns: ColumnMeta[];
  readonly rows: Value[][] = [];
  readonly affectedRows: QueryResultDto["affectedRows"];
  readonly executionTimeMs: bigint;
  readonly textBody: QueryResultDto["textBody"];
  readonly rawBytes: QueryResultDto["rawBytes"];
  readonly nextPageToken: QueryResultDto["nextPageToken"];

  /** @param result The result, without rows. */
  constructor(result: QueryResultDto, readonly encoded: EncodedRows) {
    this.shape = result.shape;
    this.columns = result.columns;
    this.affectedRows = result.affectedRows;
    this.executionTimeMs = result.executionTimeMs;
    this.textBody = result.textBody;
    this.rawBytes = result.rawBytes;
    this.nextPageToken = result.nextPageToken;
  }
}

/** The encoded rows of an answer; null if its rows, or another answer, are still to be encoded. */
export function encodedRows(envelope: DriverResponseEnvelope): { answer: QueryAnswer; rows: EncodedRows } | null {
  const { body } = envelope;
  if (!("result" in body) || !(body.result instanceof ResultOfEncodedRows)) return null;
  return { answer: envelope as QueryAnswer, rows: body.result.encoded };
}
