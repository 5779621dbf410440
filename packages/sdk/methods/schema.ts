/**
 * What a database holds.
 *
 * @module
 */
import type {
  CustomTypeInfo,
  DatabaseInfo,
  DataStructure,
  DbSchemaInfo,
  SchemaForeignKeyInfo,
  SchemaIndexInfo,
  TableInfo,
  ViewInfo,
} from "@fluxwire/wire";
import type { Context } from "./context.ts";
import { type Method, method } from "./method.ts";
import { tablesInSchemas } from "./tables_in_schemas.ts";

/** Where something is: a database, and a schema inside it where there are such. */
export interface Place {
  /** The database. */
  database: string;
  /** The schema inside it; null where the host named none. */
  schema: string | null;
}

/** What tells the host what a database holds. */
export interface SchemaMethods {
  /**
   * The schema of the current database: what DBFlux's tree shows, asked for right after opening. DBFlux reads a relational
   * answer's `schemas` alone; `tables` and `views` beside them are moved into the schema that they name, else into one
   * named like the current database, else `main`.
   */
  schema?(context: Context): DataStructure | Promise<DataStructure>;
  /** The databases of the server; a name alone is one that is not current. */
  listDatabases?(
    context: Context,
  ): readonly (string | DatabaseInfo)[] | Promise<readonly (string | DatabaseInfo)[]>;
  /** Makes a database the current one. */
  setActiveDatabase?(parameters: { database: string | null }, context: Context): void | Promise<void>;
  /** The current database, or null. */
  activeDatabase?(context: Context): string | null | Promise<string | null>;
  /** The schema of another database, asked for when it is opened in the tree. */
  schemaForDatabase?(parameters: { database: string }, context: Context): DbSchemaInfo | Promise<DbSchemaInfo>;
  /** A table with its columns, keys and constraints. Its `indexes` cannot be sent (H3): see {@link schemaIndexes}. */
  tableDetails?(parameters: Place & { table: string }, context: Context): TableInfo | Promise<TableInfo>;
  /** A view. */
  viewDetails?(parameters: Place & { view: string }, context: Context): ViewInfo | Promise<ViewInfo>;
  /** The types that users defined. Without it a relational driver answers with an empty list. */
  schemaTypes?(parameters: Place, context: Context): CustomTypeInfo[] | Promise<CustomTypeInfo[]>;
  /** The indexes of all tables. Without it a relational driver answers with an empty list. */
  schemaIndexes?(parameters: Place, context: Context): SchemaIndexInfo[] | Promise<SchemaIndexInfo[]>;
  /** The foreign keys of all tables. Without it a relational driver answers with an empty list. */
  schemaForeignKeys?(parameters: Place, context: Context): SchemaForeignKeyInfo[] | Promise<SchemaForeignKeyInfo[]>;
}

/** The requests about what a database holds. */
export const SCHEMA_METHODS: Readonly<
  Record<
    | "Schema"
    | "ListDatabases"
    | "SetActiveDatabase"
    | "ActiveDatabase"
    | "SchemaForDatabase"
    | "TableDetails"
    | "ViewDetails"
    | "SchemaTypes"
    | "SchemaIndexes"
    | "SchemaForeignKeys",
    Method
  >
> = {
  Schema: method<"Schema", "schema">("schema", () => [], (structure) => ({
    type: "Schema",
    schema: { structure: tablesInSchemas(structure) },
  })),
  ListDatabases: method<"ListDatabases", "listDatabases">("listDatabases", () => [], (databases) => ({
    type: "Databases",
    databases: databases.map((one) => typeof one === "string" ? { name: one, isCurrent: false } : one),
  })),
  SetActiveDatabase: method<"SetActiveDatabase", "setActiveDatabase">(
    "setActiveDatabase",
    ({ database }) => [{ database: database ?? null }],
    () => ({ type: "ActiveDatabaseSet" }),
  ),
  ActiveDatabase: method<"ActiveDatabase", "activeDatabase">("activeDatabase", () => [], (database) => ({
    type: "ActiveDatabaseResult",
    database,
  })),
  SchemaForDatabase: method<"SchemaForDatabase", "schemaForDatabase">(
    "schemaForDatabase",
    ({ database }) => [{ database }],
    (schema) => ({ type: "SchemaForDatabase", schema }),
  ),
  TableDetails: method<"TableDetails", "tableDetails">(
    "tableDetails",
    (body) => [{ ...placeOf(body), table: body.table }],
    (table) => ({ type: "TableDetails", table }),
  ),
  ViewDetails: method<"ViewDetails", "viewDetails">(
    "viewDetails",
    (body) => [{ ...placeOf(body), view: body.view }],
    (view) => ({ type: "ViewDetails", view }),
  ),
  SchemaTypes: method<"SchemaTypes", "schemaTypes">("schemaTypes", (body) => [placeOf(body)], (types) => ({
    type: "SchemaTypes",
    types,
  })),
  SchemaIndexes: method<"SchemaIndexes", "schemaIndexes">("schemaIndexes", (body) => [placeOf(body)], (indexes) => ({
    type: "SchemaIndexes",
    indexes,
  })),
  SchemaForeignKeys: method<"SchemaForeignKeys", "schemaForeignKeys">(
    "schemaForeignKeys",
    (body) => [placeOf(body)],
    (foreignKeys) => ({ type: "SchemaForeignKeys", foreignKeys }),
  ),
};

function placeOf({ database, schema = null }: { database: string; schema?: string | null }): Place {
  return { database, schema };
}
