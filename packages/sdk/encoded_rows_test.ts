import { deepStrictEqual } from "node:assert/strict";
import { LAYOUTS, type TableBrowseRequest } from "@fluxwire/wire";
import { encodeRows } from "@fluxwire/wire/rows";
import { defineDriver, type Driver } from "./driver.ts";
import { form } from "./form.ts";
import type { Session } from "./methods/session.ts";
import type { QueryResult } from "./result.ts";
import { connectInMemory, type InMemoryOptions } from "./testing/mod.ts";

const RESULT = {
  columns: ["n", { name: "f", type: "REAL", kind: "Float" as const }],
  rows: [[1n, 1], [2n ** 62n, null]],
  affectedRows: 3,
  nextPageToken: "next",
  executionTimeMs: 7,
} satisfies QueryResult;

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

/** The error of a statement with this answer; the session works after it. */
async function failure(execute: Session["execute"], options: InMemoryOptions = {}): Promise<unknown> {
  const client = await connectInMemory(driverOf({ execute }), options);
  const session = await client.open();
  const error = await session.execute({ sql: "" }).catch((error: { code: string; message: string }) => error);
  await client.ping();
  client.close();
  await client.closed;
  return "code" in error ? [error.code, error.message] : error;
}

for (const layout of LAYOUTS) {
  Deno.test(`rows that are encoded already arrive like others in layout ${layout}`, async () => {
    const execute: Session["execute"] = ({ sql }, { answer }) => {
      const { codec, limits } = JSON.parse(JSON.stringify(answer)) as typeof answer;
      return sql === "here" ? RESULT : { ...RESULT, rows: encodeRows(codec, RESULT.rows, limits) };
    };
    const browseTable: Session["browseTable"] = (_, { answer }) => ({
      ...RESULT,
      rows: encodeRows(answer.codec, RESULT.rows, answer.limits),
    });
    const client = await connectInMemory(driverOf({ execute, browseTable }), { layout });
    const session = await client.open();
    const withHandle = async (sql: string) =>
      (await client.call({ type: "ExecuteWithHandle", request: { sql, params: [] } }, { sessionId: session.id })).body;
    const expected = await session.execute({ sql: "here" });
    deepStrictEqual(await session.execute({ sql: "elsewhere" }), expected);
    deepStrictEqual((await withHandle("elsewhere")).result, expected);
    const page = {
      table: { name: "t", schema: null },
      pagination: { type: "Offset" as const, limit: 1, offset: 0n },
      orderBy: [],
    } satisfies TableBrowseRequest;
    deepStrictEqual((await session.call({ type: "BrowseTable", request: page })).result, expected);
    client.close();
    await client.closed;
  });
}

Deno.test("rows that were encoded for another connection are not sent", async () => {
  const encoded = encodeRows("bincode", RESULT.rows, { maxFrameBytes: 1_000, maxResponseValues: 1_000 });
  deepStrictEqual(await failure(() => ({ ...RESULT, rows: encoded })), [
    "Internal",
    "Cannot send answer: its rows are bincode, and the connection is postcard; encode them by context.answer",
  ]);
});

Deno.test("encoded rows that a frame cannot hold are refused like others", async () => {
  const rows = Array.from({ length: 50 }, () => ["x".repeat(100)]), limits = { maxFrameBytes: 4_096 };
  const unlimited = { maxFrameBytes: 16_777_216, maxResponseValues: 4_000_000 };
  deepStrictEqual(
    await failure((_, { answer }) => ({ columns: ["text"], rows: encodeRows(answer.codec, rows, unlimited) }), {
      limits,
    }),
    [
      "Driver",
      "Cannot write frame: length 5190 exceeds maxFrameBytes 4096; ask for fewer rows or columns, for example with LIMIT",
    ],
  );
});
