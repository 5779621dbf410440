/**
 * Converts the results of a session's methods to answers. Results have the wire's own form, or one that is easier to
 * write.
 *
 * @module
 */
import type {
  CrudResult,
  DatabaseInfo,
  DataStructure,
  DriverResponseBody,
  MethodSchema,
  QueryResultDto,
} from "@fluxwire/wire";
import { type QueryResult, type ResultOptions, toQueryResult } from "../result.ts";
import { type Cell, toValue } from "../value.ts";
import { wholeNumber } from "../whole_number.ts";
import { tablesInSchemas } from "./tables_in_schemas.ts";

/** The result of a write. */
export interface WriteResult {
  /** The number of changed rows. */
  affectedRows: number | bigint;
  /** The row after the write; its cells are in the order of the table's columns. */
  returningRow?: readonly Cell[] | null;
}

/** The results that methods return in another form than the wire's. */
export interface AnswerForms {
  /** The rows of a statement; undefined for none. */
  ExecuteResult: QueryResult | undefined;
  /** The same; the SDK adds a handle. */
  ExecuteWithHandleResult: QueryResult | undefined;
  /** The rows of the requested page. */
  BrowseResult: QueryResult;
  /** How many rows match: a whole number from 0 to 2^64 - 1. */
  CountResult: number | bigint;
  /** The result of a write. */
  CrudResult: WriteResult;
  /** The structure of the database. */
  Schema: DataStructure;
  /** The databases; a name alone stands for one that is not current. */
  Databases: readonly (string | DatabaseInfo)[];
  /** How many keys, members or entries there are, or were changed: a whole number from 0 to 2^64 - 1. */
  KvU64Result: number | bigint;
}

/** The fields of an answer. */
type Fields<A extends DriverResponseBody["type"]> = Omit<Extract<DriverResponseBody, { type: A }>, "type">;

type Maker<A extends keyof AnswerForms> = (
  given: AnswerForms[A],
  options: ResultOptions,
) => Fields<A> | Promise<Fields<A>>;

const MAKERS: Readonly<{ [A in keyof AnswerForms]: Maker<A> }> = {
  ExecuteResult: async (given, options) => ({ result: await toQueryResult(given, options) }),
  ExecuteWithHandleResult: async (given, options) => handled(await toQueryResult(given, options)),
  BrowseResult: async (given, options) => ({ result: await toQueryResult(given, options) }),
  CountResult: (count) => ({ count: wholeNumber(count, "count") }),
  CrudResult: (given) => ({ result: toCrudResult(given) }),
  Schema: (structure) => ({ schema: { structure: tablesInSchemas(structure) } }),
  Databases: (databases) => ({
    databases: databases.map((one) => typeof one === "string" ? { name: one, isCurrent: false } : one),
  }),
  KvU64Result: (count) => ({ value: wholeNumber(count, "count") }),
};

/** Converts the result of a session's method to an answer. */
export async function answerBody(
  { answer: type, result, form }: MethodSchema,
  given: unknown,
  options: ResultOptions,
): Promise<DriverResponseBody> {
  if (Object.hasOwn(MAKERS, type)) {
    const make = MAKERS[type as keyof AnswerForms] as (given: unknown, options: ResultOptions) => object;
    return { type, ...await make(given, options) } as DriverResponseBody;
  }
  if (result === undefined) return { type } as DriverResponseBody;
  return { type, [result]: form === undefined ? given : inForm(form, given) } as unknown as DriverResponseBody;
}

/** A finished write is sent as true; a key's type and time to live are sent as JSON (PROTOCOL.md, Methods). */
function inForm(form: "done" | "json", given: unknown): unknown {
  return form === "done" ? true : JSON.stringify(given);
}

/** The answer with the result of a query; null if this kind of answer holds none. */
export function queryAnswer(type: DriverResponseBody["type"], result: QueryResultDto): DriverResponseBody | null {
  switch (type) {
    case "ExecuteResult":
    case "BrowseResult":
      return { type, result };
    case "ExecuteWithHandleResult":
      return { type, ...handled(result) };
    default:
      return null;
  }
}

function handled(result: QueryResultDto): Fields<"ExecuteWithHandleResult"> {
  return { handleId: crypto.randomUUID(), result };
}

function toCrudResult({ affectedRows, returningRow }: WriteResult): CrudResult {
  return {
    affectedRows: wholeNumber(affectedRows, "affectedRows"),
    returningRow: returningRow?.map((cell) => toValue(cell, false)) ?? null,
  };
}
