/**
 * Requests as statements of the mini-SQL, for plans and generated code.
 *
 * @module
 */
import type { OrderByColumn, SemanticFilter, TableRef, Value, WhereOperator } from "@fluxwire/wire";
import { DriverError } from "@fluxwire/sdk";

const OPERATORS: Readonly<Partial<Record<WhereOperator, string>>> = {
  Eq: "=",
  Ne: "<>",
  Gt: ">",
  Gte: ">=",
  Lt: "<",
  Lte: "<=",
  Like: "LIKE",
  ILike: "ILIKE",
  Regex: "~",
  In: "IN",
  NotIn: "NOT IN",
  Contains: "CONTAINS",
  Overlap: "OVERLAPS",
  ContainsAll: "CONTAINS ALL",
  ContainsAny: "CONTAINS ANY",
  Size: "SIZE",
};

/** A name, quoted unless it is a plain word. */
export function nameText(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** A table's name, after its database's if given: the real client puts that in the place of the schema. */
export function tableText({ schema, name }: TableRef): string {
  return schema ? `${nameText(schema)}.${nameText(name)}` : nameText(name);
}

/** A value as a literal. */
function literalText(value: Value | null | undefined): string {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "bigint" || typeof value === "number") return String(value);
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  if (value instanceof Uint8Array) return `X'${value.toHex()}'`;
  if (Array.isArray(value)) return `(${value.map(literalText).join(", ")})`;
  if (value instanceof Map) {
    return `{${[...value].map(([key, one]) => `${nameText(key)}: ${literalText(one)}`).join(", ")}}`;
  }
  if (value.type === "Null") return "NULL";
  const type = value.type === "DateTime" ? "TIMESTAMP" : value.type.toUpperCase();
  return `${type} ${literalText(value.value)}`;
}

/** A filter as a condition. */
function conditionText(filter: SemanticFilter): string {
  switch (filter.type) {
    case "And":
    case "Or":
      return filter.value.map((one) => `(${conditionText(one)})`).join(filter.type === "And" ? " AND " : " OR ");
    case "Not":
      return `NOT (${conditionText(filter.value)})`;
    case "Predicate": {
      const { field, operator, value } = filter;
      const name = field.type === "Column" ? nameText(field.name) : field.value.map(nameText).join(".");
      if (operator === "Null") return `${name} IS NULL`;
      const sign = OPERATORS[operator];
      if (sign === undefined) {
        throw new DriverError("InvalidRequest", `Cannot plan ${operator}: it compares no two values`);
      }
      return `${name} ${sign} ${literalText(value)}`;
    }
  }
}

/** ` WHERE` with all conditions, or nothing. */
export function whereText(...filters: (SemanticFilter | string | null | undefined)[]): string {
  const texts = filters.flatMap((one) => !one ? [] : [typeof one === "string" ? one : conditionText(one)]);
  return texts.length === 0 ? "" : ` WHERE ${texts.join(" AND ")}`;
}

/** ` ORDER BY` with its columns, or nothing. */
export function orderText(columns: readonly OrderByColumn[]): string {
  if (columns.length === 0) return "";
  const texts = columns.map(({ column, direction }) =>
    nameText(column.name) + (direction === "Descending" ? " DESC" : "")
  );
  return ` ORDER BY ${texts.join(", ")}`;
}

/** An INSERT. */
export function insertText(table: TableRef, columns: readonly string[], values: readonly Value[]): string {
  return `INSERT INTO ${tableText(table)} (${columns.map(nameText).join(", ")}) VALUES ${literalText([...values])}`;
}

/** An UPDATE. */
export function updateText(
  table: TableRef,
  changes: readonly (readonly [string, Value])[],
  filter: SemanticFilter,
): string {
  const texts = changes.map(([name, value]) => `${nameText(name)} = ${literalText(value)}`);
  return `UPDATE ${tableText(table)} SET ${texts.join(", ")}${whereText(filter)}`;
}
