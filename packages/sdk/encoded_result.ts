/**
 * Results that were encoded by another process.
 *
 * @module
 */
import type {
  ColumnMeta,
  DriverResponseBody,
  DriverResponseEnvelope,
  Layout,
  QueryResultDto,
  Value,
} from "@fluxwire/wire";
import { encode } from "@fluxwire/wire/internal";

/** A result inside an encoded answer; its own rows are empty. */
export class EncodedResult implements QueryResultDto {
  readonly shape = "Table";
  readonly columns: ColumnMeta[] = [];
  readonly rows: Value[][] = [];
  readonly executionTimeMs = 0n;

  /** @param payload The whole payload of the answer. */
  constructor(readonly payload: Uint8Array) {}
}

/** The payload of an answer whose result is already encoded; otherwise null. */
export function encodedPayload(body: DriverResponseBody): Uint8Array | null {
  return "result" in body && body.result instanceof EncodedResult ? body.result.payload : null;
}

/** Whether a payload answers the same call as an envelope: same version, id, session and kind of body. */
export function answersSameCall(payload: Uint8Array, layout: Layout, envelope: DriverResponseEnvelope): boolean {
  const own = encode("response", layout, envelope);
  // A body begins with the number of its kind, which has the same length for every kind. Pong has nothing else.
  const length = encode("response", layout, { ...envelope, body: { type: "Pong" } }).length;
  return payload.length >= length && own.subarray(0, length).every((byte, i) => byte === payload[i]);
}
