import { deepStrictEqual, rejects } from "node:assert/strict";
import { codecOf, decode, DEFAULT_LIMITS, encode, type Layout, LAYOUTS } from "@fluxwire/wire";
import { defineDriver, type Driver } from "./driver.ts";
import { type AnswerHeader, encodeAnswer } from "./encode_answer.ts";
import { form } from "./form.ts";
import type { Session } from "./methods/session.ts";
import { type QueryResult, toQueryResult } from "./result.ts";
import { connectInMemory, type InMemoryOptions } from "./testing/mod.ts";

const RESULT: QueryResult = {
  columns: ["n", { name: "f", type: "REAL", kind: "Float" }],
  rows: [[1, 1], [2n ** 62n, null]],
  affectedRows: 3,
  nextPageToken: "next",
  executionTimeMs: 7,
};

function driverOf(session: Session): Driver {
  return defineDriver({
    id: "far",
    name: "Far",
    version: "1.0.0",
    description: "Its rows are elsewhere",
    kind: "SQLite",
    category: "Relational",
    queryLanguage: "Sql",
    uriScheme: "far",
    form: form({}),
    open: () => session,
  });
}

/** The error of a statement with this answer. */
async function failure(execute: Session["execute"], options: InMemoryOptions = {}): Promise<unknown> {
  const client = await connectInMemory(driverOf({ execute }), options);
  const session = await client.open();
  const error = await session.execute({ sql: "" }).catch((error: { code: string; message: string }) => error);
  deepStrictEqual(await client.ping(), undefined);
  client.close();
  await client.closed;
  return "code" in error ? [error.code, error.message] : error;
}

function headerIn(layout: Layout, request: AnswerHeader["request"]): AnswerHeader {
  return {
    request,
    layout,
    codec: codecOf(layout),
    protocolVersion: { major: 1, minor: 1 },
    requestId: String(2n ** 64n - 1n),
    sessionId: "00112233-4455-6677-8899-aabbccddeeff",
    limits: { maxFrameBytes: 16_777_216, maxDepth: 64, maxResponseValues: 1_000 },
  };
}

for (const layout of LAYOUTS) {
  Deno.test(`encodeAnswer() gives the bytes that the SDK would send in layout ${layout}`, async () => {
    for (const request of ["Execute", "BrowseTable", "BrowseCollection", "Explain", "DescribeTable"] as const) {
      const header = headerIn(layout, request);
      const envelope = {
        protocolVersion: header.protocolVersion,
        requestId: 2n ** 64n - 1n,
        sessionId: header.sessionId,
        done: true,
        body: {
          type: request === "Execute" ? "ExecuteResult" as const : "BrowseResult" as const,
          result: await toQueryResult(RESULT, { startedAt: 0, limits: DEFAULT_LIMITS }),
        },
      };
      const expected = encode("response", layout, envelope);
      deepStrictEqual(await encodeAnswer(header, RESULT), expected);
      deepStrictEqual(await encodeAnswer(header, envelope.body.result), expected);
    }
    const withHandle = await encodeAnswer(headerIn(layout, "ExecuteWithHandle"), RESULT);
    const { body } = decode("response", layout, withHandle).envelope;
    deepStrictEqual(body.type === "ExecuteWithHandleResult" && body.result.rows, [[1n, 1], [2n ** 62n, null]]);
  });

  Deno.test(`a session's method passes an encoded answer on in layout ${layout}`, async () => {
    const execute: Session["execute"] = async ({ sql }, { answer }) =>
      sql === "here" ? RESULT : { encoded: await encodeAnswer(JSON.parse(JSON.stringify(answer)), RESULT) };
    const client = await connectInMemory(driverOf({ execute }), { layout });
    const session = await client.open();
    const withHandle = async (sql: string) =>
      (await client.call({ type: "ExecuteWithHandle", request: { sql, params: [] } }, { sessionId: session.id })).body;
    const expected = await session.execute({ sql: "here" });
    deepStrictEqual(await session.execute({ sql: "elsewhere" }), expected);
    deepStrictEqual((await withHandle("elsewhere")).result, expected);
    client.close();
    await client.closed;
  });
}

Deno.test("an answer that was encoded for another call is not sent", async () => {
  const changes: Partial<AnswerHeader>[] = [
    { requestId: "77" },
    { sessionId: null },
    { sessionId: crypto.randomUUID() },
    { protocolVersion: { major: 1, minor: 0 } },
    { request: "Explain" },
    { layout: "0.4" },
  ];
  for (const change of changes) {
    deepStrictEqual(
      await failure(async (_, { answer }) => ({ encoded: await encodeAnswer({ ...answer, ...change }, RESULT) })),
      ["Internal", "Cannot send answer: it was encoded for another call; encode it with this call's header"],
      JSON.stringify(change),
    );
  }
  for (const encoded of [new Uint8Array(0), new Uint8Array(10)]) {
    deepStrictEqual(
      await failure(() => ({ encoded })),
      ["Internal", "Cannot send answer: it was encoded for another call; encode it with this call's header"],
    );
  }
});

Deno.test("encodeAnswer() and the driver's end both keep to the limits", async () => {
  const limits = { maxFrameBytes: 4_096 };
  const long = { columns: ["text"], rows: [["x".repeat(5_000)]], executionTimeMs: 0 };
  const expected = await failure(() => long, { limits });
  deepStrictEqual(
    await failure(async (_, { answer }) => ({ encoded: await encodeAnswer(answer, long) }), { limits }),
    expected,
  );
  const without = { maxFrameBytes: 16_777_216, maxDepth: 64, maxResponseValues: 4_000_000 };
  const own = "Cannot write frame: length 5044 exceeds maxFrameBytes 4096";
  deepStrictEqual(
    await failure(
      async (_, { answer }) => ({ encoded: await encodeAnswer({ ...answer, limits: without }, long) }),
      { limits },
    ),
    ["Driver", `${own}; ask for fewer rows or columns, for example with LIMIT`],
  );
  const many = { columns: ["n"], rows: Array.from({ length: 2_000 }, () => [1]) };
  await rejects(encodeAnswer(headerIn("0.7.1", "Execute"), many), { code: "Driver" });
});

Deno.test("encodeAnswer() refuses requests that have no result", async () => {
  await rejects(encodeAnswer(headerIn("0.7.1", "Schema"), RESULT), {
    name: "TypeError",
    message: "Cannot encode answer: Schema is not answered by a query result",
  });
});
