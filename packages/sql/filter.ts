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
} from "@fluxwire/sdk";
import type { TableColumn } from "./catalog.ts";
import type { Dialect } from "./dialect.ts";
import { fill, inForm, join, name, NOTHING, raw, type Sql, sql, value } from "./sql.ts";
import { isNull } from "./value_text.ts";

/** A filter of a table: text that the user typed, a tree, or both. */
export interface Filter {
  /** A condition as text. */
  filter?: string | null;
  /** A condition as a tree. */
  semanticFilter?: SemanticFilter | null;
}

/**
 * The `WHERE` of a filter, with a space before it; nothing without both.
 *
 * The tree comes first: its parameters are then numbered before any that stand in the user's text.
 *
 * @param columns Those of the table, as far as they say how they are compared.
 * @throws {DriverError} `InvalidRequest` for a comparison that the database does not have, or that lacks its value.
 */
export function where(
  { filter, semanticFilter }: Filter,
  dialect: Dialect,
  columns: readonly TableColumn[] = [],
): Sql {
  const conditions: Sql[] = [];
  if (semanticFilter != null) conditions.push(condition(semanticFilter, dialect, columns));
  // The line end stops a comment in the text from hiding the bracket.
  if (filter != null && filter.trim() !== "") conditions.push(raw(`(${filter}\n)`));
  return conditions.length === 0 ? NOTHING : sql` WHERE ${join(conditions, " AND ")}`;
}

/** A condition. Throws the errors of {@link where}. */
export function condition(filter: SemanticFilter, dialect: Dialect, columns: readonly TableColumn[] = []): Sql {
  const of = (part: SemanticFilter): Sql => condition(part, dialect, columns);
  switch (filter.type) {
    case "And":
      return joined(filter.value.map(of), " AND ", "1 = 1");
    case "Or":
      return joined(filter.value.map(of), " OR ", "1 = 0");
    case "Not":
      return sql`(NOT ${of(filter.value)})`;
    case "Predicate":
      return sql`(${predicate(filter, dialect, columns)})`;
  }
}

/** A column as a statement names it: quoted, with its table if it has one; `*` stays `*`. */
export function column({ table = null, name: own }: ColumnRef): Sql {
  if (own === "*") return raw("*");
  return table === null ? name(own) : name(table, own);
}

function joined(parts: readonly Sql[], word: string, empty: string): Sql {
  return sql`(${parts.length === 0 ? raw(empty) : join(parts, word)})`;
}

function predicate(
  { field, operator, value: own = null }: SemanticPredicate,
  dialect: Dialect,
  columns: readonly TableColumn[],
): Sql {
  const form: string | undefined = dialect.operators[operator];
  if (form === undefined) {
    throw new DriverError("InvalidRequest", `Cannot filter by ${operator}: ${dialect.name} has no such operator`);
  }
  const left = place(field, dialect, columns);
  if (operator !== "Null" && isNull(own)) {
    if (operator === "Eq") return sql`${left} IS NULL`;
    if (operator === "Ne") return sql`${left} IS NOT NULL`;
    throw new DriverError("InvalidRequest", `Cannot filter: operator ${operator} needs a value`);
  }
  const list = Array.isArray(own) ? own : [own];
  if (list.length === 0 && operator === "In") return raw("1 = 0");
  if (list.length === 0 && operator === "NotIn") return raw("1 = 1");
  return fill(form, {
    column: () => left,
    value: () => value(own),
    list: () => value(list),
    each: () => join(list.map((one) => value(one)), ", "),
    contained: () => value(isDocument(own) ? own : list),
  });
}

/** A path is a column and the steps inside it. */
function place(field: SemanticFieldRef, dialect: Dialect, columns: readonly TableColumn[]): Sql {
  if (field.type === "Column") return inForm(columns.find(({ name }) => name === field.name)?.compared, column(field));
  const [first, ...steps] = field.value;
  if (first === undefined) throw new DriverError("InvalidRequest", "Cannot filter: the path is empty");
  if (dialect.path === null) {
    const text = `Cannot filter by ${field.value.join(".")}: ${dialect.name} has columns, not paths`;
    throw new DriverError("InvalidRequest", text);
  }
  return fill(dialect.path, { column: () => name(first), steps: () => value(steps) });
}

function isDocument(own: Value): boolean {
  return own instanceof Map || (typeof own === "object" && own !== null && "type" in own && own.type === "Json");
}
