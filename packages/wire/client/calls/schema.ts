/**
 * Calls that ask what a database holds.
 *
 * @module
 */
import type {
  CustomTypeInfo,
  DatabaseInfo,
  DbSchemaInfo,
  SchemaForeignKeyInfo,
  SchemaIndexInfo,
  SchemaSnapshot,
  TableInfo,
  ViewInfo,
} from "../../dto.ts";
import { call, type CallTable, type Plain, plainCall, type With } from "./call.ts";

/** Where something is. */
export interface Place {
  /** The database. */
  database: string;
  /**
   * The schema inside it.
   *
   * @default {null}
   */
  schema?: string | null;
}

/** What asks for databases, schemas, tables and the like. */
export interface SchemaCalls {
  /** What the current database contains. */
  schema: Plain<SchemaSnapshot>;
  /** The databases of the server. */
  listDatabases: Plain<DatabaseInfo[]>;
  /** The database that statements run in; null where there is no such thing. */
  activeDatabase: Plain<string | null>;
  /** Chooses the database that statements run in. */
  setActiveDatabase: With<string | null, void>;
  /** What another database contains. */
  schemaForDatabase: With<{ database: string }, DbSchemaInfo>;
  /** A table with its columns, keys and constraints; indexes come by {@link SchemaCalls.schemaIndexes} alone (H3). */
  tableDetails: With<Place & { table: string }, TableInfo>;
  /** A view. */
  viewDetails: With<Place & { view: string }, ViewInfo>;
  /** The types that users defined. */
  schemaTypes: With<Place, CustomTypeInfo[]>;
  /** The indexes of all tables. */
  schemaIndexes: With<Place, SchemaIndexInfo[]>;
  /** The foreign keys of all tables. */
  schemaForeignKeys: With<Place, SchemaForeignKeyInfo[]>;
}

/** The requests behind them. */
export const SCHEMA_CALLS: CallTable<SchemaCalls> = {
  schema: plainCall("Schema", ({ schema }) => schema),
  listDatabases: plainCall("ListDatabases", ({ databases }) => databases),
  activeDatabase: plainCall("ActiveDatabase", ({ database }) => database ?? null),
  setActiveDatabase: call("SetActiveDatabase", (database: string | null) => ({ database }), () => undefined),
  schemaForDatabase: call(
    "SchemaForDatabase",
    ({ database }: { database: string }) => ({ database }),
    ({ schema }) => schema,
  ),
  tableDetails: call(
    "TableDetails",
    ({ table, ...place }: Place & { table: string }) => ({ ...placeOf(place), table }),
    ({ table }) => table,
  ),
  viewDetails: call(
    "ViewDetails",
    ({ view, ...place }: Place & { view: string }) => ({ ...placeOf(place), view }),
    ({ view }) => view,
  ),
  schemaTypes: call("SchemaTypes", placeOf, ({ types }) => types),
  schemaIndexes: call("SchemaIndexes", placeOf, ({ indexes }) => indexes),
  schemaForeignKeys: call("SchemaForeignKeys", placeOf, ({ foreignKeys }) => foreignKeys),
};

function placeOf({ database, schema = null }: Place): Required<Place> {
  return { database, schema };
}
