/**
 * Which rows a filter keeps. A condition of the mini-SQL becomes such a filter too, so both mean the same.
 *
 * @module
 */
import type { SemanticFieldRef, SemanticFilter, SemanticPredicate, Value, WhereOperator } from "@fluxwire/wire";
import { DriverError } from "@fluxwire/sdk";
import { compare, isNull, likePattern } from "./compare.ts";
import { columnIndex, type Table } from "./store.ts";

/** Compares a cell that is not null with a value, by operator. */
type Test = (cell: Value, value: Value) => boolean;

const equal: Test = (cell, value) => compare(cell, value) === 0;
const listOf = (value: Value): Value[] => Array.isArray(value) ? value : [value];
const holds = (cell: Value, value: Value): boolean => listOf(cell).some((element) => equal(element, value));

const TESTS: Readonly<Partial<Record<WhereOperator, Test>>> = {
  Eq: equal,
  Ne: (cell, value) => !equal(cell, value),
  Gt: (cell, value) => compare(cell, value) > 0,
  Gte: (cell, value) => compare(cell, value) >= 0,
  Lt: (cell, value) => compare(cell, value) < 0,
  Lte: (cell, value) => compare(cell, value) <= 0,
  Like: (cell, value) => likePattern(String(value), "su").test(String(cell)),
  ILike: (cell, value) => likePattern(String(value), "siu").test(String(cell)),
  Regex: (cell, value) => expression(String(value)).test(String(cell)),
  In: (cell, value) => listOf(value).some((one) => equal(cell, one)),
  NotIn: (cell, value) => !listOf(value).some((one) => equal(cell, one)),
  Contains: (cell, value) => typeof cell === "string" ? cell.includes(String(value)) : holds(cell, value),
  Overlap: (cell, value) => listOf(value).some((one) => holds(cell, one)),
  ContainsAny: (cell, value) => listOf(value).some((one) => holds(cell, one)),
  ContainsAll: (cell, value) => listOf(value).every((one) => holds(cell, one)),
  Size: (cell, value) => Array.isArray(cell) && compare(BigInt(cell.length), value) === 0,
};

/**
 * Whether a row passes a filter. As in SQL, comparisons with NULL are neither true nor false; only `Eq` and `Ne` test
 * for NULL.
 */
export function matches(filter: SemanticFilter, table: Table, row: readonly Value[]): boolean {
  return truth(filter, table, row) === true;
}

/** Null if the result is unknown. */
function truth(filter: SemanticFilter, table: Table, row: readonly Value[]): boolean | null {
  switch (filter.type) {
    case "And":
    case "Or": {
      const truths = filter.value.map((one) => truth(one, table, row));
      const decisive = filter.type === "Or";
      return truths.includes(decisive) ? decisive : truths.includes(null) ? null : !decisive;
    }
    case "Not": {
      const inner = truth(filter.value, table, row);
      return inner === null ? null : !inner;
    }
    case "Predicate":
      return truthOf(filter, cellOf(filter.field, table, row));
  }
}

function truthOf({ operator, value = null }: SemanticPredicate, cell: Value): boolean | null {
  if (operator === "Null") return isNull(cell);
  const test = TESTS[operator];
  if (test === undefined) {
    throw new DriverError("InvalidRequest", `Cannot filter by ${operator}: it compares no two values`);
  }
  if (isNull(value) && operator === "Eq") return isNull(cell);
  if (isNull(value) && operator === "Ne") return !isNull(cell);
  return isNull(cell) || isNull(value) ? null : test(cell, value);
}

/** The cell of a field; a path continues into documents and arrays. */
function cellOf(field: SemanticFieldRef, table: Table, row: readonly Value[]): Value {
  const [name, ...path] = field.type === "Column" ? [field.name] : field.value;
  if (name === undefined) throw new DriverError("InvalidRequest", "Cannot filter by an empty path");
  return path.reduce<Value>(
    (at, step) => at instanceof Map ? at.get(step) ?? null : Array.isArray(at) ? at[Number(step)] ?? null : null,
    row[columnIndex(table, name)] ?? null,
  );
}

function expression(source: string): RegExp {
  try {
    return new RegExp(source, "u");
  } catch (cause) {
    throw new DriverError("InvalidRequest", `Cannot filter by Regex: ${(cause as Error).message}`, { cause });
  }
}
