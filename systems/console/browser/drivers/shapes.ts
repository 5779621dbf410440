/**
 * A driver for tests: answers that are JSON or bytes as a whole, and cells that are.
 *
 * @module
 */
import {
  type Context,
  defineDriver,
  DriverError,
  encodeAnswer,
  form,
  json,
  type QueryResult,
  serve,
} from "@fluxwire/sdk";

/** What the SDK has no member for is written in the wire's own form. */
async function whole(
  { answer }: Context,
  parts: { shape: "Json"; textBody: string } | { shape: "Binary"; rawBytes: Uint8Array },
): Promise<QueryResult> {
  const result = { columns: [], rows: [], executionTimeMs: 2n, ...parts };
  return { encoded: await encodeAnswer(answer, result) };
}

const DOCUMENT = '{"id":9007199254740993,"tags":["a","b"],"deep":{"no":null}}';

const driver = defineDriver({
  id: "shapes",
  name: "Shapes",
  version: "1.0.0",
  description: "Answers for tests",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "shapes",
  form: form({}),
  open: () => ({
    execute: async ({ sql }, context) => {
      switch (sql) {
        case "document":
          return await whole(context, { shape: "Json", textBody: DOCUMENT });
        case "torn":
          return await whole(context, { shape: "Json", textBody: DOCUMENT.slice(0, 30) });
        case "image":
          return await whole(context, { shape: "Binary", rawBytes: Uint8Array.from({ length: 300 }, (_, at) => at) });
        case "silence":
          return { text: "" };
        case "nothing":
          return await whole(context, { shape: "Binary", rawBytes: new Uint8Array() });
        case "cells":
          return {
            columns: [{ name: "doc", type: "JSON" }, { name: "blob", type: "BLOB" }],
            rows: [[json(DOCUMENT), Uint8Array.of(0x46, 0x6c, 0, 0xff)], [json("[1"), new Uint8Array()]],
          };
        default:
          throw new DriverError("Driver", `There is no ${sql}`);
      }
    },
    schema: () => ({ type: "Relational", databases: [], schemas: [], tables: [], views: [] }),
  }),
});

if (import.meta.main) await serve(driver);
