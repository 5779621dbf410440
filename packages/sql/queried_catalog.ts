/**
 * A catalog that is read by statements.
 *
 * @module
 */
import {
  type Cell,
  type ConstraintKind,
  type Context,
  type CustomTypeKind,
  type DbSchemaInfo,
  DriverError,
} from "@fluxwire/sdk";
import { type Catalog, type Relation, RelationMissing, type TableColumn } from "./catalog.ts";
import type { CatalogQueries } from "./catalog_queries.ts";
import type { CatalogRead, CatalogRow } from "./catalog_read.ts";
import { name, type Sql } from "./sql.ts";

/**
 * The reader of a catalog, from statements.
 *
 * @param read Runs them.
 */
export function queriedCatalog<R extends Relation = Relation>(
  read: CatalogRead,
  queries: CatalogQueries<R>,
): Catalog<R> & Required<Pick<Catalog<R>, "types">> {
  /** What the rows of a query say; a driver can leave the query out. */
  const list = async <T>(
    query: Sql | undefined,
    context: Context,
    database: string | null,
    toInfo: (row: CatalogRow) => T,
  ): Promise<T[]> => query === undefined ? [] : (await read(query, context, database)).map(toInfo);
  const databases: Catalog<R>["databases"] = async (context) =>
    (await read(queries.databases(), context)).map((row) => ({ name: String(row[0]), isCurrent: isSet(row[1]) }));
  return {
    databases,
    async relation(ref, context) {
      const [row] = await read(queries.relation(ref), context, ref.database);
      if (row === undefined) throw new RelationMissing(ref, queries.placeOf?.(ref));
      const [schema, own] = [textOf(row[0]), String(row[1])];
      const sql = schema === null ? name(own) : name(schema, own);
      const found: Relation = { database: ref.database ?? null, schema, name: own, isView: isSet(row[2]), sql };
      return queries.toRelation?.(found, row.slice(3)) ?? found as R;
    },
    columns: (relation, context) => list(queries.columns(relation), context, relation.database, toColumn),
    foreignKeys: (scope, context) =>
      list(queries.foreignKeys?.(scope), context, scope.database, (row) => ({
        name: String(row[0]),
        tableName: String(row[1]),
        columns: listOf(row[2]) ?? [],
        referencedSchema: textOf(row[3]),
        referencedTable: String(row[4]),
        referencedColumns: listOf(row[5]) ?? [],
        onDelete: textOf(row[6]),
        onUpdate: textOf(row[7]),
      })),
    indexes: (scope, context) =>
      list(queries.indexes?.(scope), context, scope.database, (row) => ({
        name: String(row[0]),
        tableName: String(row[1]),
        columns: listOf(row[2]) ?? [],
        isUnique: isSet(row[3]),
        isPrimary: isSet(row[4]),
      })),
    constraints: (relation, context) =>
      list(queries.constraints?.(relation), context, relation.database, (row) => ({
        name: String(row[0]),
        kind: row[1] as ConstraintKind,
        columns: listOf(row[2]) ?? [],
        checkClause: textOf(row[3]),
      })),
    async schemas(database, context) {
      const schemas = schemasOf(await read(queries.schemas(database), context, database));
      if (schemas.length > 0 || !database) return schemas;
      const known = (await databases(context)).map(({ name }) => name).join(", ");
      throw new DriverError("Driver", `No database ${database}: there are ${known}`);
    },
    types: (scope, context) =>
      list(queries.types?.(scope), context, scope.database, (row) => ({
        name: String(row[0]),
        schema: textOf(row[4]) ?? scope.schema,
        kind: row[1] as CustomTypeKind,
        enumValues: listOf(row[2]),
        baseType: textOf(row[3]),
      })),
  };
}

function toColumn(row: CatalogRow): TableColumn {
  const [compared, identified] = [textOf(row[8]), textOf(row[9])];
  return {
    name: String(row[0]),
    typeName: String(row[1]),
    nullable: isSet(row[2]),
    isPrimaryKey: isSet(row[3]),
    defaultValue: textOf(row[4]),
    isWritable: isSet(row[5]),
    comment: textOf(row[6]),
    enumValues: listOf(row[7]),
    ...compared === null ? {} : { compared },
    ...identified === null ? {} : { identified },
  };
}

/** Schemas and tables stay in the order of the rows. */
function schemasOf(rows: readonly CatalogRow[]): DbSchemaInfo[] {
  const schemas = new Map<string, DbSchemaInfo>();
  for (const [schemaName, table, isView] of rows) {
    const schema = String(schemaName);
    const place = schemas.get(schema) ?? { name: schema, tables: [], views: [], customTypes: null };
    schemas.set(schema, place);
    if (table != null) (isSet(isView) ? place.views : place.tables).push({ name: String(table), schema });
  }
  return [...schemas.values()];
}

/** A text; null for anything else. */
function textOf(cell: Cell): string | null {
  return typeof cell === "string" ? cell : null;
}

/** Whether a flag is set: `true`, 1, or PostgreSQL's text `t`. */
function isSet(cell: Cell): boolean {
  return cell === true || cell === 1n || cell === 1 || cell === "t";
}

/** A list of texts, from an array or the text of a JSON array; null for null. */
function listOf(cell: Cell): string[] | null {
  if (cell === null || cell === undefined) return null;
  return (typeof cell === "string" ? JSON.parse(cell) as unknown[] : cell as unknown[]).map(String);
}
