/**
 * Encodes the rows of an answer while they are read.
 *
 * @module
 */
import { EncodedRows, RowEncoder, RowError } from "@fluxwire/wire/rows";
import type { AnswerHeader } from "./encode_answer.ts";
import { DriverError } from "./errors.ts";
import { type Cell, toValue } from "./value.ts";

/**
 * Rows of an answer, encoded one by one: a result of any length never keeps the thread for more than a row, and never
 * fills memory. Return what {@link finish} gives as the result's rows.
 *
 * @example
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { AnswerRows, defineDriver, form, Turn } from "@fluxwire/sdk";
 * import { connectInMemory } from "@fluxwire/sdk/testing";
 *
 * const driver = defineDriver({
 *   id: "long", name: "Long", version: "1.0.0", description: "Long results",
 *   kind: "SQLite", category: "Relational", queryLanguage: "Sql", uriScheme: "long",
 *   form: form({}),
 *   open: () => ({
 *     async execute(_, { answer }) {
 *       const rows = new AnswerRows(answer), turn = new Turn();
 *       for (let n = 0; n < 1_000; n++) {
 *         rows.add([n]);
 *         if (turn.isOver) await turn.next();
 *       }
 *       return { columns: ["n"], rows: rows.finish() };
 *     },
 *   }),
 * });
 *
 * await using client = await connectInMemory(driver);
 * await using session = await client.open();
 * deepStrictEqual((await session.execute({ sql: "" })).rows.length, 1_000);
 * ```
 */
export class AnswerRows {
  readonly #codec: AnswerHeader["codec"];
  readonly #chunks: Uint8Array[] = [];
  readonly #encoder: RowEncoder;

  /** Rows for the answer of a call, by its `context.answer`. */
  constructor({ codec, limits }: Pick<AnswerHeader, "codec" | "limits">) {
    this.#codec = codec;
    this.#encoder = new RowEncoder(codec, limits, (chunk) => this.#chunks.push(chunk.slice()));
  }

  /**
   * Adds a row. Whole numbers are Ints; give Floats as `float()`.
   *
   * @throws {DriverError} `Driver` when the rows exceed what an answer can hold, and for a cell that the wire cannot carry.
   * @throws {TypeError} for a cell that is not a database value.
   */
  add(row: readonly Cell[]): void {
    try {
      this.#encoder.add(row.map((cell) => toValue(cell, false)));
    } catch (error) {
      throw error instanceof RowError ? new DriverError("Driver", error.message, { cause: error }) : error;
    }
  }

  /** The rows; nothing can be added then. */
  finish(): EncodedRows {
    this.#encoder.finish();
    return new EncodedRows(this.#codec, this.#encoder.count, this.#chunks);
  }
}
