/**
 * Encodes the rows of a result in the process that reads them: a method returns them as the result's rows, and the
 * answer is sent without reading or copying them. Loads neither WebAssembly nor the rest of the SDK.
 *
 * @example
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { defineDriver, form } from "@fluxwire/sdk";
 * import { encodeRows } from "@fluxwire/sdk/rows";
 * import { connectInMemory } from "@fluxwire/sdk/testing";
 *
 * const driver = defineDriver({
 *   id: "far", name: "Far", version: "1.0.0", description: "Its rows are elsewhere",
 *   kind: "SQLite", category: "Relational", queryLanguage: "Sql", uriScheme: "far",
 *   form: form({}),
 *   open: () => ({
 *     execute(_, { answer: { codec, limits } }) {
 *       const rows = encodeRows(codec, [[1n]], limits); // In the other process, which sends the chunks.
 *       return { columns: ["n"], rows };
 *     },
 *   }),
 * });
 *
 * await using client = await connectInMemory(driver);
 * await using session = await client.open();
 * deepStrictEqual((await session.execute({ sql: "" })).rows, [[1n]]);
 * ```
 *
 * @module
 */
export {
  type CodecName,
  type DescribedCell,
  EncodedRows,
  encodeRows,
  type PlainCell,
  RowEncoder,
  RowError,
  type RowLimits,
  type TextKind,
} from "@fluxwire/wire/rows";
