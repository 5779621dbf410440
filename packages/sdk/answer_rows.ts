/**
 * Encodes the rows of an answer while they are read.
 *
 * @module
 */
import { EncodedRows, RowEncoder, RowError } from "@fluxwire/wire/rows";
import type { AnswerHeader } from "./encode_answer.ts";
import { DriverError } from "./errors.ts";
import { Turn } from "./turn.ts";
import { type Cell, toValue } from "./value.ts";

/** How many rows are encoded between two looks at the clock. */
const ROWS_PER_LOOK = 64;

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
      throw forUsers(error);
    }
  }

  /** The rows; nothing can be added then. */
  finish(): EncodedRows {
    this.#encoder.finish();
    return new EncodedRows(this.#codec, this.#encoder.count, this.#chunks);
  }
}

/**
 * Rows that are there already, encoded in turns by a function that writes the cells of one row, possibly from a database's
 * own bytes. None of them once the signal is aborted: only the count of a write is then still sent.
 *
 * @param write Writes a row: `begin` with the number of its cells, then each cell.
 * @param context The answer and the signal of a call.
 * @throws {DriverError} `Driver` if no answer can hold them.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { DEFAULT_LIMITS, encodeInTurns } from "@fluxwire/sdk";
 *
 * const context = { answer: { codec: "postcard", limits: DEFAULT_LIMITS }, signal: new AbortController().signal } as const;
 * const rows = await encodeInTurns(["a", "b"], (text, encoder) => {
 *   encoder.begin(1);
 *   encoder.cell(text);
 * }, context);
 * strictEqual(rows.count, 2);
 * ```
 */
export async function encodeInTurns<R>(
  rows: Iterable<R>,
  write: (row: R, encoder: RowEncoder) => void,
  { answer: { codec, limits }, signal }: { answer: Pick<AnswerHeader, "codec" | "limits">; signal: AbortSignal },
): Promise<EncodedRows> {
  const chunks: Uint8Array[] = [], turn = new Turn();
  const encoder = new RowEncoder(codec, limits, (chunk) => chunks.push(chunk.slice()));
  try {
    for (const row of rows) {
      write(row, encoder);
      if (encoder.count % ROWS_PER_LOOK === 0 && turn.isOver) await turn.next();
      if (signal.aborted) return new EncodedRows(codec, 0, []);
    }
  } catch (error) {
    throw forUsers(error);
  }
  encoder.finish();
  return new EncodedRows(codec, encoder.count, chunks);
}

function forUsers(error: unknown): unknown {
  return error instanceof RowError ? new DriverError("Driver", error.message, { cause: error }) : error;
}
