/**
 * The methods that list what a database has.
 *
 * @module
 */
import {
  type CustomTypeInfo,
  type DatabaseInfo,
  type DbSchemaInfo,
  DriverError,
  type MethodsOf,
  type TableInfo,
} from "@fluxwire/sdk";
import { findRelation, type Relation } from "./catalog.ts";
import type { SqlParts } from "./parts.ts";

/** The methods that list what a database has; another database becomes active as each driver says. */
export type StructureMethods = Required<Omit<MethodsOf<"schema">, "setActiveDatabase">>;

/** The methods that list what a database has. */
export function structure<R extends Relation>(parts: Pick<SqlParts<R>, "catalog" | "dialect">): StructureMethods {
  const { catalog } = parts;
  const current = (all: readonly DatabaseInfo[]): string | null => all.find((one) => one.isCurrent)?.name ?? null;
  return {
    async schema(context) {
      const databases = await catalog.databases(context);
      const schemas = await catalog.schemas(null, context), currentDatabase = current(databases);
      return { type: "Relational", databases, currentDatabase, schemas, tables: [], views: [] };
    },
    listDatabases: (context) => catalog.databases(context),
    activeDatabase: async (context) => current(await catalog.databases(context)),
    async schemaForDatabase({ database }, context): Promise<DbSchemaInfo> {
      const schemas = await catalog.schemas(database, context);
      return {
        name: database,
        tables: schemas.flatMap(({ tables }) => tables),
        views: schemas.flatMap(({ views }) => views),
        customTypes: null,
      };
    },
    async tableDetails({ database, schema, table }, context): Promise<TableInfo> {
      const relation = await findRelation(parts, { database, schema, name: table }, context);
      const columns = (await catalog.columns(relation, context))
        .map(({ name, typeName, nullable, isPrimaryKey, defaultValue, enumValues }) => {
          return { name, typeName, nullable, isPrimaryKey, defaultValue, enumValues };
        });
      const scope = { database, schema: relation.schema, table: relation.name };
      const foreignKeys = (await catalog.foreignKeys(scope, context)).map(({ tableName: _, ...key }) => key);
      const constraints = await catalog.constraints(relation, context);
      return { name: relation.name, schema: relation.schema, columns, foreignKeys, constraints };
    },
    async viewDetails({ database, schema, view }, context) {
      const relation = await findRelation(parts, { database, schema, name: view }, context);
      if (relation.isView) return { name: relation.name, schema: relation.schema };
      const path = relation.schema === null ? relation.name : `${relation.schema}.${relation.name}`;
      throw new DriverError("Driver", `${path} is a table, not a view`);
    },
    schemaTypes: async (place, context): Promise<CustomTypeInfo[]> =>
      await catalog.types?.({ ...place, table: null }, context) ?? [],
    schemaIndexes: (place, context) => catalog.indexes({ ...place, table: null }, context),
    schemaForeignKeys: (place, context) => catalog.foreignKeys({ ...place, table: null }, context),
  };
}
