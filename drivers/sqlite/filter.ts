/**
 * Filters as conditions: values become numbered parameters.
 *
 * @module
 */
import {
  DriverError,
  type SemanticFieldRef,
  type SemanticFilter,
  type SemanticPredicate,
  type Value,
  type WhereOperator,
} from "@fluxwire/sdk";
import { quoted } from "./identifier.ts";

/** A filter of a table: typed text, a tree, or both. */
export interface Filter {
  /** A condition as text. */
  filter?: string | null;
  /** A condition as a tree. */
  semanticFilter?: SemanticFilter | null;
}

/** The operators with a value on their right. `LIKE` of SQLite ignores the case of ASCII letters. */
const BINARY: Partial<Readonly<Record<WhereOperator, string>>> = {
  Eq: "IS",
  Ne: "IS NOT",
  Gt: ">",
  Gte: ">=",
  Lt: "<",
  Lte: "<=",
  Like: "LIKE",
  ILike: "LIKE",
  Regex: "REGEXP",
};

/**
 * The WHERE clause of a filter, with a space before it; empty without a filter.
 *
 * @param params The values are appended to this list.
 * @throws {DriverError} `InvalidRequest` for an operator or a field that SQLite does not have.
 */
export function whereClause({ filter, semanticFilter }: Filter, params: Value[]): string {
  const conditions: string[] = [];
  if (semanticFilter) conditions.push(condition(semanticFilter, params));
  // The line end comes before the parenthesis, as the text may end with a comment.
  if (filter?.trim()) conditions.push(`(${filter}\n)`);
  return conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
}

function condition(filter: SemanticFilter, params: Value[]): string {
  switch (filter.type) {
    case "Predicate":
      return predicate(filter, params);
    case "Not":
      return `NOT (${condition(filter.value, params)})`;
    case "And":
      return joined(filter.value, " AND ", "1", params);
    case "Or":
      return joined(filter.value, " OR ", "0", params);
  }
}

function joined(filters: readonly SemanticFilter[], word: string, empty: string, params: Value[]): string {
  return filters.length === 0 ? empty : filters.map((one) => `(${condition(one, params)})`).join(word);
}

function predicate({ field, operator, value = null }: SemanticPredicate, params: Value[]): string {
  const column = columnOf(field);
  if (operator === "Null") return `${column} IS NULL`;
  if (operator === "In" || operator === "NotIn") {
    const list = Array.isArray(value) ? value : [value];
    return `${column} ${operator === "In" ? "IN" : "NOT IN"} (${list.map((one) => bind(one, params)).join(", ")})`;
  }
  const symbol = BINARY[operator];
  if (symbol !== undefined) return `${column} ${symbol} ${bind(value, params)}`;
  throw new DriverError("InvalidRequest", `Cannot filter by ${operator}: SQLite has no such operator`);
}

function columnOf(field: SemanticFieldRef): string {
  if (field.type === "Column") return quoted(field.name);
  throw new DriverError("InvalidRequest", `Cannot filter by ${field.value.join(".")}: SQLite has columns, not paths`);
}

function bind(value: Value, params: Value[]): string {
  params.push(value);
  return `?${params.length}`;
}
