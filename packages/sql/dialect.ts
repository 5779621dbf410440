/**
 * What distinguishes the SQL of one database from that of another, as data.
 *
 * @module
 */
import type { TaggedValue, WhereOperator } from "@fluxwire/sdk";

/** The kinds of tagged values, such as `Json` and `Decimal`. */
export type Tag = TaggedValue["type"];

/**
 * A form with places for parts, such as `{column} LIKE {value}`. What stands for a part is never read as a form again.
 *
 * | place | what stands for it |
 * |---|---|
 * | `{column}` | the column, or the field of a path |
 * | `{value}` | the value, as one parameter |
 * | `{list}` | the value as a list, as one parameter; a value that is no list becomes a list of one |
 * | `{each}` | the elements of that list with commas, each as its own parameter |
 * | `{contained}` | as `{list}`, but documents and JSON as they are |
 * | `{limit}`, `{offset}` | digits |
 * | `{columns}` | what is returned of a row |
 * | `{schema}`, `{table}` | the names of a table, as values |
 * | `{steps}` | the names of a path after its first one, as a list in one parameter |
 */
export type Form = string;

/** How the database's literals are written, for plans that people read and run. */
export interface Literals {
  /**
   * Bytes, from their hexadecimal digits in `{hex}`.
   *
   * @default "X'{hex}'"
   */
  bytes: Form;
  /**
   * The form of a text that has a backslash, which is doubled, from its quoted text in `{text}`; null if a backslash
   * means nothing in a text.
   *
   * @default null
   */
  backslash: Form | null;
}

/** The SQL of a database. Make one with {@link dialect}. */
export interface Dialect {
  /** The database's name in errors. */
  readonly name: string;
  /**
   * The characters around a name. The second is doubled inside.
   *
   * @default ['"', '"']
   */
  readonly quotes: readonly [string, string];
  /**
   * The longest name, in bytes of UTF-8: longer ones are refused, because databases cut them. Null for no limit.
   *
   * @default null
   */
  readonly maxNameBytes: number | null;
  /**
   * A parameter's placeholder; `{n}` is its number, from 1.
   *
   * @default "?"
   */
  readonly placeholder: Form;
  /**
   * The most parameters of a statement: statements with more are refused. Null for no limit.
   *
   * @default null
   */
  readonly maxParameters: number | null;
  /**
   * The operators of filters; one that is absent is refused.
   *
   * @default those of standard SQL
   */
  readonly operators: Readonly<Partial<Record<WhereOperator, Form>>>;
  /**
   * A field inside a column, from `{column}` and `{steps}`; null if columns have no fields.
   *
   * @default null
   */
  readonly path: Form | null;
  /**
   * Whether a column has the value by which a row is found. A null is found by `IS NULL`.
   *
   * @default "{column} = {value}"
   */
  readonly same: Form;
  /**
   * The forms of `same` for tagged values that the database compares differently, such as Json.
   *
   * @default {}
   */
  readonly sameTagged: Readonly<Partial<Record<Tag, Form>>>;
  /**
   * A page, from `{limit}` and `{offset}`.
   *
   * @default "LIMIT {limit} OFFSET {offset}"
   */
  readonly page: Form;
  /**
   * The clause that lets a write return its rows, from `{columns}`; null without one.
   *
   * @default "RETURNING {columns}"
   */
  readonly returning: string | null;
  /**
   * What begins the conflict clause of an upsert, before its columns; null without one.
   *
   * @default "ON CONFLICT"
   */
  readonly conflict: string | null;
  /**
   * What stands before a statement that is explained. It must not be possible to continue it so that the statement runs:
   * where `EXPLAIN ANALYZE` does that, give a list of options, such as `EXPLAIN (COSTS) ` for PostgreSQL. Words in the
   * statement cannot be trusted instead: databases differ in where a comment ends.
   *
   * @default "EXPLAIN "
   */
  readonly explain: string;
  /**
   * The number of rows.
   *
   * @default "count(*)"
   */
  readonly count: string;
  /**
   * What stands before the names of aggregations, `count`, `sum`, `avg`, `min` and `max`.
   *
   * @default ""
   */
  readonly aggregates: string;
  /**
   * Whether a query changes nothing, whatever functions it calls: cancelling it then leaves nothing in doubt.
   *
   * @default false
   */
  readonly queriesOnlyRead: boolean;
  /**
   * The schema that a plan names for a table without one.
   *
   * @default "public"
   */
  readonly defaultSchema: string;
  /**
   * A statement that lists the columns of a table for a plan, from the values `{schema}` and `{table}`.
   *
   * @default one on information_schema.columns
   */
  readonly describe: Form;
  /** How literals are written. */
  readonly literals: Literals;
  /**
   * Whether a transaction can have savepoints.
   *
   * @default true
   */
  readonly savepoints: boolean;
}

/** The members of a dialect that differ from standard SQL. */
export type DialectChanges =
  & Pick<Dialect, "name">
  & Partial<Omit<Dialect, "literals">>
  & { literals?: Partial<Literals> };

/** How standard SQL writes each operator of a filter; operators that it lacks are missing. A dialect adds its own to these. */
export const STANDARD_OPERATORS: Readonly<Partial<Record<WhereOperator, Form>>> = {
  Eq: "{column} = {value}",
  Ne: "{column} <> {value}",
  Gt: "{column} > {value}",
  Gte: "{column} >= {value}",
  Lt: "{column} < {value}",
  Lte: "{column} <= {value}",
  Like: "{column} LIKE {value}",
  Null: "{column} IS NULL",
  In: "{column} IN ({each})",
  NotIn: "{column} NOT IN ({each})",
};

const STANDARD: Omit<Dialect, "name"> = {
  quotes: ['"', '"'],
  maxNameBytes: null,
  placeholder: "?",
  maxParameters: null,
  operators: STANDARD_OPERATORS,
  path: null,
  same: "{column} = {value}",
  sameTagged: {},
  page: "LIMIT {limit} OFFSET {offset}",
  returning: "RETURNING {columns}",
  conflict: "ON CONFLICT",
  explain: "EXPLAIN ",
  count: "count(*)",
  aggregates: "",
  queriesOnlyRead: false,
  defaultSchema: "public",
  describe: "SELECT column_name, data_type, is_nullable, column_default FROM information_schema.columns " +
    "WHERE table_schema = {schema} AND table_name = {table} ORDER BY ordinal_position",
  literals: { bytes: "X'{hex}'", backslash: null },
  savepoints: true,
};

/**
 * A dialect: standard SQL with changes.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { dialect } from "@fluxwire/sql";
 *
 * strictEqual(dialect({ name: "PostgreSQL", placeholder: "${n}", maxNameBytes: 63 }).page, "LIMIT {limit} OFFSET {offset}");
 * ```
 */
export function dialect(changes: DialectChanges): Dialect {
  return { ...STANDARD, ...changes, literals: { ...STANDARD.literals, ...changes.literals } };
}
