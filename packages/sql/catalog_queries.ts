/**
 * The statements that read a database's catalog.
 *
 * @module
 */
import type { Relation, RelationRef, Scope } from "./catalog.ts";
import type { CatalogRow } from "./catalog_read.ts";
import type { Sql } from "./sql.ts";

/**
 * The statements that read a catalog. Each comment names the cells of its rows, in their order; missing cells are null.
 *
 * A flag is `true`, 1 or the text `t`. A list is an array or the text of a JSON array. A schema that is absent in a
 * {@link Scope} is the default one.
 *
 * @typeParam R What the catalog knows of a table or view.
 */
export interface CatalogQueries<R extends Relation = Relation> {
  /** Finds a table or view: schema, name, whether it is a view, and what {@link CatalogQueries.toRelation} needs. */
  relation(ref: RelationRef): Sql;
  /**
   * Completes a table or view with the cells after the third.
   *
   * @default as it is found
   */
  toRelation?(found: Relation, more: CatalogRow): R;
  /**
   * Where a table or view was looked for, for the error that it does not exist, such as `in database shop`.
   *
   * @default the only place
   */
  placeOf?(ref: RelationRef): string;
  /**
   * The columns of `SELECT *`, in their order: name, type, whether nullable, whether in the primary key, default, whether
   * writable, comment, values of an enumeration, and the forms `compared` and `identified` of a column.
   */
  columns(relation: R): Sql;
  /**
   * Foreign keys: name, table, columns, referenced schema, table and columns, actions on delete and on update.
   *
   * @default none
   */
  foreignKeys?(scope: Scope): Sql;
  /**
   * Indexes: name, table, columns, whether unique, whether that of the primary key.
   *
   * @default none
   */
  indexes?(scope: Scope): Sql;
  /**
   * Constraints: name, kind (`Check`, `Unique` or `Exclusion`), columns, condition.
   *
   * @default none
   */
  constraints?(relation: R): Sql;
  /** Tables and views: schema, name, whether it is a view. A schema without any has one row with a null name. */
  schemas(database: string | null): Sql;
  /** Databases: name, whether it is the active one. */
  databases(): Sql;
  /**
   * Types of users: name, kind (`Enum`, `Domain` or `Composite`), values, type that it is based on, schema if
   * the scope names none.
   *
   * @default none
   */
  types?(scope: Scope): Sql;
}
