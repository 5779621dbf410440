/**
 * What a driver reads from its database's catalog.
 *
 * @module
 */
import {
  type ColumnInfo,
  type ConstraintInfo,
  type Context,
  type CustomTypeInfo,
  type DatabaseInfo,
  type DbSchemaInfo,
  DriverError,
  type SchemaForeignKeyInfo,
  type SchemaIndexInfo,
  type TableRef,
} from "@fluxwire/sdk";
import type { Dialect, Form } from "./dialect.ts";
import { quoted } from "./render.ts";
import type { Sql } from "./sql.ts";

/** A table or view by name, in a database of the session. */
export interface RelationRef extends TableRef {
  /**
   * The database; null for the active one.
   *
   * @default null
   */
  database?: string | null;
  /**
   * Whether its rows are to be changed: the host fills in the active database as the schema of a table that is read, but
   * not of one that is changed.
   *
   * @default false
   */
  forWrite?: boolean;
}

/** A table or view that exists. */
export interface Relation {
  /** Its database; null for the active one. */
  readonly database: string | null;
  /** Its schema; null if the database has no schemas. */
  readonly schema: string | null;
  /** Its name. */
  readonly name: string;
  /** Whether it is a view. */
  readonly isView: boolean;
  /** Its name as a statement writes it. */
  readonly sql: Sql;
  /**
   * The condition that finds the row that was just added, of a table whose writes return no rows, or not as it stores them.
   *
   * @default none: its writes return their rows
   */
  readonly lastAdded?: Sql;
}

/** A column of a table or view. */
export interface TableColumn extends ColumnInfo {
  /**
   * Whether a statement can give it a value; not so if the database always generates it.
   *
   * @default true
   */
  isWritable?: boolean;
  /**
   * What stands for it in comparisons, such as `{column}::text`.
   *
   * @default "{column}"
   */
  compared?: Form;
  /**
   * What stands for it where a row is found by its identity: its `=` may take different values for the same.
   *
   * @default what `compared` says
   */
  identified?: Form;
  /**
   * What is selected for it when its table is browsed, such as a form that shows what cannot be sent as it is.
   *
   * @default "{column}"
   */
  shown?: Form;
  /**
   * Its comment, for DescribeTable.
   *
   * @default null
   */
  comment?: string | null;
}

/** What is listed: a schema of a database, or one table of it. */
export interface Scope {
  /** The database; null for the active one. */
  database: string | null;
  /** The schema; null for the default one. */
  schema: string | null;
  /** Only what belongs to this table; null for all. */
  table: string | null;
}

/**
 * Reads a database's catalog. Every reader gets the call's context, and stops when its signal is aborted.
 *
 * @typeParam R What the database knows of a table or view.
 */
export interface Catalog<R extends Relation = Relation> {
  /**
   * Finds a table or view.
   *
   * @throws {RelationMissing} if it does not exist.
   */
  relation(ref: RelationRef, context: Context): Promise<R>;
  /** The columns that `SELECT *` has, in their order. */
  columns(relation: R, context: Context): Promise<TableColumn[]>;
  /** The foreign keys. */
  foreignKeys(scope: Scope, context: Context): Promise<SchemaForeignKeyInfo[]>;
  /** The indexes. */
  indexes(scope: Scope, context: Context): Promise<SchemaIndexInfo[]>;
  /** The conditions that every row of a table fulfils. */
  constraints(relation: R, context: Context): Promise<ConstraintInfo[]>;
  /** The schemas of a database, with their tables and views. */
  schemas(database: string | null, context: Context): Promise<DbSchemaInfo[]>;
  /** The databases; one of them is current. */
  databases(context: Context): Promise<DatabaseInfo[]>;
  /** The types that users defined; without this reader there are none. */
  types?(scope: Scope, context: Context): Promise<CustomTypeInfo[]>;
}

/** The error of a table or view that does not exist. */
export class RelationMissing extends DriverError {
  /**
   * A table or view that does not exist.
   *
   * @param place Where it was looked for, such as `in database shop`; empty for the only place.
   */
  constructor({ schema, name }: RelationRef, place: string = "") {
    const path = schema ? `${schema}.${name}` : name;
    super("Driver", `No table or view ${path}${place === "" ? "" : ` ${place}`}`);
  }
}

/**
 * Finds a table or view. A name that the database or its library would cut is refused: another table would be found.
 *
 * @throws {RelationMissing} if it does not exist.
 * @throws {DriverError} `InvalidRequest` for a name that no statement can have.
 */
export async function findRelation<R extends Relation>(
  { catalog, dialect }: { catalog: Catalog<R>; dialect: Dialect },
  ref: RelationRef,
  context: Context,
): Promise<R> {
  for (const name of [ref.schema, ref.name]) {
    if (name != null) quoted(name, dialect);
  }
  return await catalog.relation(ref, context);
}
