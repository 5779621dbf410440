/** Statements of SQL in a session of a driver, written so that every database with transactions takes them. */
import type { PlaceholderStyle, Value } from "@fluxwire/wire";
import type { ClientSession } from "@fluxwire/wire/client";
import { StorageError } from "../../roles.ts";
import { isPassing } from "../failure.ts";

/** How the n-th parameter is written, by the style that the driver names. */
const PLACEHOLDERS: Readonly<Record<PlaceholderStyle, (n: number) => string>> = {
  QuestionMark: () => "?",
  DollarNumber: (n) => `$${n}`,
  NamedColon: (n) => `:${n}`,
  AtSign: (n) => `@p${n}`,
};

/** A value that a statement is given. */
export type Parameter = string | number | null;

/** A row of a result. */
export type Row = readonly Value[];

/** Runs statements one after the other. */
export class SqlSession {
  readonly #session: ClientSession;
  readonly #placeholder: (n: number) => string;
  readonly #timeoutMs: number;

  /** Uses a session whose driver writes parameters in this style. */
  constructor(session: ClientSession, style: PlaceholderStyle, timeoutMs: number) {
    this.#session = session;
    this.#placeholder = PLACEHOLDERS[style];
    this.#timeoutMs = timeoutMs;
  }

  /** The rows of a query, at most `limit`. In the text each `?` is a parameter. */
  async rows(
    text: string,
    parameters: readonly Parameter[] = [],
    limit: number | null = null,
  ): Promise<readonly Row[]> {
    return (await this.#execute(text, parameters, limit)).rows;
  }

  /** How many rows a write changed; `null` if the driver does not say. */
  async write(text: string, parameters: readonly Parameter[] = []): Promise<number | null> {
    const { affectedRows } = await this.#execute(text, parameters, null);
    return affectedRows === null || affectedRows === undefined ? null : Number(affectedRows);
  }

  /** Runs the first of two statements that the database takes. */
  async first(text: string, otherwise: string): Promise<void> {
    try {
      await this.#execute(text, [], null);
    } catch (error) {
      if (isPassing(error)) throw error;
      await this.#execute(otherwise, [], null);
    }
  }

  /** Inserts rows, several with one statement. */
  async insert(table: string, columns: readonly string[], rows: readonly (readonly Parameter[])[]): Promise<void> {
    for (const some of inStatements(rows)) {
      const row = `(${columns.map(() => "?").join(", ")})`;
      const values = some.map(() => row).join(", ");
      await this.write(`INSERT INTO ${table} (${columns.join(", ")}) VALUES ${values}`, some.flat());
    }
  }

  async #execute(text: string, parameters: readonly Parameter[], limit: number | null) {
    let n = 0;
    const sql = text.replaceAll("?", () => this.#placeholder(++n));
    const params = parameters.map((value) => typeof value === "number" ? BigInt(value) : value);
    return await this.#session.execute({ sql, params, limit }, { timeoutMs: this.#timeoutMs });
  }
}

/** Parameters, and UTF-16 units, of one statement. */
const MAX_PARAMETERS = 900, MAX_UNITS = 2 * 2 ** 20;

function* inStatements(rows: readonly (readonly Parameter[])[]): Generator<(readonly Parameter[])[]> {
  let some: (readonly Parameter[])[] = [], parameters = 0, units = 0;
  for (const row of rows) {
    const size = row.reduce<number>((sum, value) => sum + (typeof value === "string" ? value.length : 8), 0);
    if (some.length > 0 && (parameters + row.length > MAX_PARAMETERS || units + size > MAX_UNITS)) {
      yield some;
      some = [], parameters = 0, units = 0;
    }
    some.push(row);
    parameters += row.length;
    units += size;
  }
  if (some.length > 0) yield some;
}

/** The integer in a cell. */
export function integerIn(cell: Value | undefined): number {
  const digits = typeof cell === "object" && cell !== null && "value" in cell ? cell.value : cell;
  const number = Number(digits);
  if (digits === null || digits === "" || !Number.isSafeInteger(number)) throw unexpected("an integer");
  return number;
}

/** The text in a cell. */
export function textIn(cell: Value | undefined): string {
  if (typeof cell !== "string") throw unexpected("a text");
  return cell;
}

function unexpected(wanted: string): StorageError {
  return new StorageError("corrupt", `A column of the tables has something else than ${wanted}: rebuild the models`);
}
