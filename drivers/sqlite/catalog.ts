/**
 * Reads the database's catalog.
 *
 * @module
 */
import { type DbSchemaInfo, DriverError } from "@fluxwire/sdk";
import type { Catalog } from "@fluxwire/sql";
import { columnsOf } from "./columns.ts";
import type { Cancellable, Database } from "./database.ts";
import { MAIN } from "./dialect.ts";
import { constraintsOf, foreignKeysOf, indexesOf } from "./keys.ts";
import { findRelation, type SqliteRelation } from "./relation.ts";

/** The schemas, main first; `temp` only if it is not empty. */
const SCHEMAS =
  "SELECT name FROM pragma_database_list WHERE name <> 'temp' OR (SELECT count(*) FROM temp.sqlite_schema) > 0";

/** The objects that users created, without SQLite's own tables and the shadow tables of virtual ones. */
const RELATIONS = `
  SELECT name, type FROM pragma_table_list
  WHERE schema = ?1 AND type IN ('table', 'virtual', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
  ORDER BY name`;

/** The reader of a session's catalog: the databases of SQLite are also its schemas. */
export function catalogOf(database: Database): Catalog<SqliteRelation> {
  return {
    relation: (ref, context) => findRelation(database, ref, context),
    columns: (relation, context) => columnsOf(database, relation, context),
    foreignKeys: (scope, context) => foreignKeysOf(database, scope, context),
    indexes: (scope, context) => indexesOf(database, scope, context),
    constraints: (relation, context) => constraintsOf(database, relation, context),
    databases: async (context) =>
      (await loadSchemas(database, context)).map((name) => ({ name, isCurrent: name === MAIN })),
    async schemas(wanted, context) {
      const names = await loadSchemas(database, context);
      if (wanted !== null && !names.includes(wanted)) throw new DriverError("Driver", `unknown database ${wanted}`);
      const schemas: DbSchemaInfo[] = [];
      for (const name of wanted === null ? names : [wanted]) schemas.push(await loadSchema(database, name, context));
      return schemas;
    },
  };
}

async function loadSchemas(database: Database, context: Cancellable): Promise<string[]> {
  return (await database.read(SCHEMAS, [], context)).rows.map(([name]) => String(name));
}

async function loadSchema(database: Database, schema: string, context: Cancellable): Promise<DbSchemaInfo> {
  const { rows } = await database.read(RELATIONS, [schema], context);
  const named = (isView: boolean): { name: string; schema: string }[] =>
    rows.filter(([, type]) => (type === "view") === isView).map(([name]) => ({ name: String(name), schema }));
  return { name: schema, tables: named(false), views: named(true) };
}
