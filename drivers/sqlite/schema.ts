/**
 * The structure of the database.
 *
 * @module
 */
import { type Context, type DbSchemaInfo, DriverError, type SchemaForeignKeyInfo, type Session } from "@fluxwire/sdk";
import { loadColumns } from "./columns.ts";
import { loadConstraints } from "./constraints.ts";
import type { Database } from "./database.ts";
import { loadForeignKeys } from "./foreign_keys.ts";
import { MAIN } from "./identifier.ts";
import { loadIndexes } from "./indexes.ts";

/** The schemas, main first; `temp` only if it is not empty. */
const SCHEMAS =
  "SELECT name FROM pragma_database_list WHERE name <> 'temp' OR (SELECT count(*) FROM temp.sqlite_schema) > 0";

/** The objects that users created, without SQLite's own tables and the shadow tables of virtual ones. */
const RELATIONS = `
  SELECT name, type FROM pragma_table_list
  WHERE schema = ?1 AND type IN ('table', 'virtual', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
  ORDER BY name`;

/** The methods that list the structure. */
export function schemaMethods(database: Database): Required<
  Pick<
    Session,
    | "schema"
    | "listDatabases"
    | "schemaForDatabase"
    | "tableDetails"
    | "viewDetails"
    | "schemaIndexes"
    | "schemaForeignKeys"
  >
> {
  return {
    async schema(context) {
      const names = await loadSchemas(database, context);
      const schemas: DbSchemaInfo[] = [];
      for (const name of names) schemas.push(await loadSchema(database, name, context));
      return { type: "Relational", databases: [], currentDatabase: null, schemas, tables: [], views: [] };
    },
    listDatabases: async (context) =>
      (await loadSchemas(database, context)).map((name) => ({ name, isCurrent: name === MAIN })),
    async schemaForDatabase({ database: name }, context) {
      if ((await loadSchemas(database, context)).includes(name)) return await loadSchema(database, name, context);
      throw new DriverError("Driver", `unknown database ${name}`);
    },
    async tableDetails({ schema, table: name }, context) {
      const table = { name, schema: schema || MAIN };
      const place = { schema: table.schema, table: name };
      const columns = await loadColumns(database, table, context);
      const foreignKeys = (await loadForeignKeys(database, place, context)).map(withoutTable);
      return { ...table, columns, foreignKeys, constraints: await loadConstraints(database, table, context) };
    },
    async viewDetails({ schema, view: name }, context) {
      const view = { name, schema: schema || MAIN };
      const { views } = await loadSchema(database, view.schema, context);
      if (views.some((one) => one.name === name)) return view;
      throw new DriverError("Driver", `no such view: ${name}`);
    },
    schemaIndexes: async ({ schema }, context) =>
      (await loadIndexes(database, { schema: schema || MAIN, table: null }, context))
        .map(({ isConstraint: _, ...index }) => index),
    schemaForeignKeys: ({ schema }, context) =>
      loadForeignKeys(database, { schema: schema || MAIN, table: null }, context),
  };
}

async function loadSchemas(database: Database, context: Pick<Context, "signal">): Promise<string[]> {
  return (await database.read(SCHEMAS, [], context)).rows.map(([name]) => String(name));
}

async function loadSchema(
  database: Database,
  schema: string,
  context: Pick<Context, "signal">,
): Promise<DbSchemaInfo> {
  const { rows } = await database.read(RELATIONS, [schema], context);
  const named = (isView: boolean): { name: string; schema: string }[] =>
    rows.filter(([, type]) => (type === "view") === isView).map(([name]) => ({ name: String(name), schema }));
  return { name: schema, tables: named(false), views: named(true) };
}

function withoutTable({ tableName: _, ...key }: SchemaForeignKeyInfo): Omit<SchemaForeignKeyInfo, "tableName"> {
  return key;
}
