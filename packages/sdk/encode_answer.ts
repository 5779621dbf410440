/**
 * Encodes an answer in the process that has the rows; the driver passes the bytes on.
 *
 * @module
 */
import type { CodecName, DriverRequestBody, Layout, Limits, ProtocolVersion, QueryResultDto } from "@fluxwire/wire";
import { ANSWERS } from "@fluxwire/wire/internal";
import { EncodedRows } from "@fluxwire/wire/rows";
import { queryAnswer } from "./methods/answer_forms.ts";
import { type QueryResult, toQueryResult } from "./result.ts";
import { sendablePayload } from "./sendable.ts";

/** What another process needs to know of a call to encode its answer: plain data that can travel as JSON. */
export interface AnswerHeader {
  /** The request to answer. */
  request: DriverRequestBody["type"];
  /** The layout of the connection. */
  layout: Layout;
  /** The serializer of the layout, for rows that are encoded alone by `@fluxwire/sdk/rows`. */
  codec: CodecName;
  /** The version that the answer carries. */
  protocolVersion: ProtocolVersion;
  /** The id of the request, in decimal digits. */
  requestId: string;
  /** The session of the request. */
  sessionId: string | null;
  /** The limits of the answer. */
  limits: Pick<Limits, "maxFrameBytes" | "maxDepth" | "maxResponseValues">;
}

/**
 * The payload of the answer to a request that a {@link QueryResult} answers: the same bytes that the SDK would send for
 * that result. A method returns it as `{ encoded }`. If the result has no `executionTimeMs`, the answer has 0.
 *
 * @param result The result, or one in the wire's own form, whose cells are not converted: a number is a Float, a bigint
 *   an Int.
 * @throws {DriverError} `Driver` for a result that is too long, or holds values that the wire cannot carry.
 * @throws {TypeError} for a request that has another kind of answer; for rows that are encoded already, which a method
 *   returns as they are; for a cell that is not a database value.
 *
 * @example
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { defineDriver, encodeAnswer, form } from "@fluxwire/sdk";
 * import { connectInMemory } from "@fluxwire/sdk/testing";
 *
 * const driver = defineDriver({
 *   id: "far", name: "Far", version: "1.0.0", description: "Its rows are elsewhere",
 *   kind: "SQLite", category: "Relational", queryLanguage: "Sql", uriScheme: "far",
 *   form: form({}),
 *   open: () => ({
 *     async execute(_, { answer }) {
 *       const header = JSON.parse(JSON.stringify(answer)); // In the other process.
 *       return { encoded: await encodeAnswer(header, { rows: [{ n: 1 }] }) };
 *     },
 *   }),
 * });
 *
 * const client = await connectInMemory(driver);
 * const session = await client.open();
 * deepStrictEqual((await session.execute({ sql: "" })).rows, [[1n]]);
 * client.close();
 * await client.closed;
 * ```
 */
export async function encodeAnswer(
  header: AnswerHeader,
  result: QueryResult | QueryResultDto,
): Promise<Uint8Array<ArrayBuffer>> {
  const { layout, protocolVersion, requestId, sessionId, limits } = header;
  if ("rows" in result && result.rows instanceof EncodedRows) {
    throw new TypeError("Cannot encode answer: its rows are encoded already; return the result as it is");
  }
  const options = { startedAt: performance.now(), limits };
  const dto = "shape" in result ? result : await toQueryResult(result, options);
  const body = queryAnswer(ANSWERS[header.request], dto);
  if (body === null) {
    throw new TypeError(`Cannot encode answer: ${header.request} is not answered by a query result`);
  }
  const envelope = { protocolVersion, requestId: BigInt(requestId), sessionId, done: true, body };
  return sendablePayload(envelope, { layout, limits });
}
