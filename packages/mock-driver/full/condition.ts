/**
 * Parses conditions into filters of the wire.
 *
 * @module
 */
import type { SemanticFilter, Value, WhereOperator } from "@fluxwire/wire";
import { TokenReader } from "./token_reader.ts";

/** Operators by their symbols. */
const COMPARISONS: Readonly<Record<string, WhereOperator>> = {
  "=": "Eq",
  "<>": "Ne",
  "!=": "Ne",
  ">": "Gt",
  ">=": "Gte",
  "<": "Lt",
  "<=": "Lte",
};

/**
 * Parses a condition, as in the filter of a table.
 *
 * @throws {DriverError} `Driver` for an invalid condition; the message names the place.
 */
export function parseCondition(text: string): SemanticFilter {
  const reader = new TokenReader(text, []);
  const filter = readCondition(reader);
  reader.needEnd();
  return filter;
}

/** Parses a condition within a statement. */
export function readCondition(reader: TokenReader): SemanticFilter {
  const value = reader.list(() => readConjunction(reader), "OR");
  return value.length === 1 ? value[0]! : { type: "Or", value };
}

function readConjunction(reader: TokenReader): SemanticFilter {
  const value = reader.list(() => readNegation(reader), "AND");
  return value.length === 1 ? value[0]! : { type: "And", value };
}

function readNegation(reader: TokenReader): SemanticFilter {
  if (reader.word("NOT")) return { type: "Not", value: readNegation(reader) };
  if (reader.token.text === "(") return reader.parenthesized(() => readCondition(reader));
  return readPredicate(reader);
}

function readPredicate(reader: TokenReader): SemanticFilter {
  const field = { type: "Column" as const, name: reader.columnName() };
  const is = reader.word("IS");
  const isNot = reader.word("NOT");
  const [operator, value] = is ? readNull(reader) : readComparison(reader);
  const filter: SemanticFilter = { type: "Predicate", field, operator, value };
  return isNot ? { type: "Not", value: filter } : filter;
}

function readNull(reader: TokenReader): [WhereOperator, null] {
  reader.need("NULL");
  return ["Null", null];
}

function readComparison(reader: TokenReader): [WhereOperator, Value] {
  if (reader.word("LIKE")) return ["Like", reader.value()];
  if (reader.word("ILIKE")) return ["ILike", reader.value()];
  if (reader.word("IN")) return ["In", reader.parenthesized(() => reader.list(() => reader.value()))];
  const operator = COMPARISONS[reader.token.text];
  if (reader.token.kind !== "symbol" || operator === undefined) reader.fail("a comparison");
  reader.pass();
  const value = reader.value();
  return [operator, value ?? { type: "Null" }];
}
