/**
 * Results that stand encoded already, on their way through the driver.
 *
 * @module
 */
import {
  type ColumnMeta,
  type DriverResponseBody,
  type DriverResponseEnvelope,
  encode,
  type Layout,
  type QueryResultDto,
  type Value,
} from "@fluxwire/wire";

/** A result that is in the payload of its answer: to whoever looks at it here, an empty one. */
export class EncodedResult implements QueryResultDto {
  readonly shape = "Table";
  readonly columns: ColumnMeta[] = [];
  readonly rows: Value[][] = [];
  readonly executionTimeMs = 0n;

  /** @param payload The whole payload of the answer. */
  constructor(readonly payload: Uint8Array) {}
}

/** The payload of an answer whose result is encoded already; null where it is not. */
export function encodedPayload(body: DriverResponseBody): Uint8Array | null {
  return "result" in body && body.result instanceof EncodedResult ? body.result.payload : null;
}

/** Whether a payload answers the call that this envelope does: the same version, id and session, the same kind of body. */
export function answersSameCall(payload: Uint8Array, layout: Layout, envelope: DriverResponseEnvelope): boolean {
  const own = encode("response", layout, envelope);
  // A body begins with the number of its kind, which is as long for each, and is all that there is of Pong.
  const length = encode("response", layout, { ...envelope, body: { type: "Pong" } }).length;
  return payload.length >= length && own.subarray(0, length).every((byte, i) => byte === payload[i]);
}
