/**
 * Encoding an answer where its rows are, in another process for example: the driver only passes it on.
 *
 * @module
 */
import {
  ANSWERS,
  type DriverRequestBody,
  type Layout,
  type Limits,
  type ProtocolVersion,
  type QueryResultDto,
} from "@fluxwire/wire";
import { queryAnswer } from "./methods/answer_forms.ts";
import { type QueryResult, toQueryResult } from "./result.ts";
import { sendablePayload } from "./sendable.ts";

/** What must be known of a call to encode its answer elsewhere: plain data, which can travel as JSON. */
export interface AnswerHeader {
  /** The request to answer. */
  request: DriverRequestBody["type"];
  /** The layout of the connection. */
  layout: Layout;
  /** The version that the answer carries. */
  protocolVersion: ProtocolVersion;
  /** The id of the request, in decimal digits. */
  requestId: string;
  /** The session of the request. */
  sessionId: string | null;
  /** What bounds the answer. */
  limits: Pick<Limits, "maxFrameBytes" | "maxDepth" | "maxResponseValues">;
}

/**
 * The payload of the answer to a request that a {@link QueryResult} answers, byte for byte what the SDK would send for
 * that result. A method passes it on as `{ encoded }`. Where the result has no `executionTimeMs`, the answer says 0.
 *
 * @param result Also in the wire's own form, whose cells need no look: a number is then a Float, a bigint an Int.
 * @throws {DriverError} `Driver` for a result that is too long, or holds what has no form on the wire.
 * @throws {TypeError} for a request that has another kind of answer; for a cell that is no database value.
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
 *       const header = JSON.parse(JSON.stringify(answer)); // There: the header comes in, the bytes go out.
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
  const options = { startedAt: performance.now(), limits };
  const dto = "shape" in result ? result : await toQueryResult(result, options);
  const body = queryAnswer(ANSWERS[header.request], dto);
  if (body === null) {
    throw new TypeError(`Cannot encode answer: ${header.request} is not answered by a query result`);
  }
  const envelope = { protocolVersion, requestId: BigInt(requestId), sessionId, done: true, body };
  return sendablePayload(envelope, { layout, limits });
}
