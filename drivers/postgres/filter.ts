/**
 * Converts the host's filters to conditions.
 *
 * @module
 */
import {
  type ColumnRef,
  DriverError,
  type SemanticFieldRef,
  type SemanticFilter,
  type SemanticPredicate,
  type Value,
  type WhereOperator,
} from "@fluxwire/sdk";
import { isNull, toParameter } from "./parameter.ts";
import { join, name, raw, type Sql, sql } from "./sql.ts";

/** The `WHERE` of a typed filter and a tree; empty without both. */
export function where(filter: string | null | undefined, tree: SemanticFilter | null | undefined): Sql {
  const conditions: Sql[] = [];
  // The line end stops a comment in the filter from hiding the bracket.
  if (filter != null && filter.trim() !== "") conditions.push(raw(`(${filter}\n)`));
  if (tree != null) conditions.push(condition(tree));
  return conditions.length === 0 ? raw("") : sql` WHERE ${join(conditions, " AND ")}`;
}

/**
 * A condition.
 *
 * @throws {DriverError} `InvalidRequest` for an invalid comparison.
 */
export function condition(filter: SemanticFilter): Sql {
  switch (filter.type) {
    case "And":
      return filter.value.length === 0 ? raw("true") : sql`(${join(filter.value.map(condition), " AND ")})`;
    case "Or":
      return filter.value.length === 0 ? raw("false") : sql`(${join(filter.value.map(condition), " OR ")})`;
    case "Not":
      return sql`(NOT ${condition(filter.value)})`;
    case "Predicate":
      return sql`(${predicate(filter)})`;
  }
}

/** A column as a statement names it. */
export function column({ table = null, name: own }: ColumnRef): Sql {
  if (own === "*") return raw("*");
  return table === null ? name(own) : name(table, own);
}

const COMPARISONS: Readonly<Partial<Record<WhereOperator, string>>> = {
  Eq: "=",
  Ne: "<>",
  Gt: ">",
  Gte: ">=",
  Lt: "<",
  Lte: "<=",
};

/** Operators that compare the text of any type. */
const PATTERNS: Readonly<Partial<Record<WhereOperator, string>>> = { Like: "LIKE", ILike: "ILIKE", Regex: "~" };

/** Operators on arrays, ranges and JSON. */
const CONTAINERS: Readonly<Partial<Record<WhereOperator, string>>> = {
  Contains: "@>",
  ContainsAll: "@>",
  ContainsAny: "&&",
  Overlap: "&&",
};

function predicate({ field, operator, value = null }: SemanticPredicate): Sql {
  const left = place(field);
  const pattern = PATTERNS[operator];
  if (pattern !== undefined) return sql`${left}::text ${raw(pattern)} ${toParameter(value)}`;
  const container = CONTAINERS[operator];
  if (container !== undefined) return sql`${left} ${raw(container)} ${toParameter(contained(value))}`;
  const comparison = COMPARISONS[operator];
  switch (operator) {
    case "Null":
      return sql`${left} IS NULL`;
    case "In":
      return sql`${left} = ANY (${toParameter(list(value))})`;
    case "NotIn":
      return sql`${left} <> ALL (${toParameter(list(value))})`;
    case "Size":
      return sql`pg_catalog.cardinality(${left}) = ${toParameter(value)}`;
  }
  if (comparison === undefined) {
    throw new DriverError("InvalidRequest", `Cannot filter: operator ${operator} compares nothing; use the tree's own`);
  }
  if (!isNull(value)) return sql`${left} ${raw(comparison)} ${toParameter(value)}`;
  if (operator === "Eq") return sql`${left} IS NULL`;
  if (operator === "Ne") return sql`${left} IS NOT NULL`;
  throw new DriverError("InvalidRequest", `Cannot filter: operator ${operator} needs a value`);
}

/** A path is a column and the steps inside its JSON. */
function place(field: SemanticFieldRef): Sql {
  if (field.type === "Column") return column(field);
  const [first, ...steps] = field.value;
  if (first === undefined) throw new DriverError("InvalidRequest", "Cannot filter: the path is empty");
  return sql`(${name(first)} #>> ${toParameter(steps)}::text[])`;
}

function list(value: Value): Value[] {
  return Array.isArray(value) ? value : [value];
}

/** JSON and ranges contain values written like them; an array contains a list. */
function contained(value: Value): Value {
  return value instanceof Map || (typeof value === "object" && value !== null && "type" in value) ? value : list(value);
}
