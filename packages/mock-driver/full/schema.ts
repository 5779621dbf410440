/**
 * The contents of the databases, as the wire describes them.
 *
 * @module
 */
import type { DataStructure, DbSchemaInfo, TableInfo } from "@fluxwire/wire";
import type { MethodsOf } from "@fluxwire/sdk";
import { missing, type Store, type Table } from "./store.ts";

/** The requests about the contents of databases. */
export function schemaMethods(store: Store): Required<MethodsOf<"schema">> {
  const databases = () => store.names.map((name) => ({ name, isCurrent: name === store.current }));
  return {
    schema: () => relational(store, databases()),
    listDatabases: databases,
    setActiveDatabase: ({ database }) => {
      if (database !== null) store.use(database);
    },
    activeDatabase: () => store.current,
    schemaForDatabase: ({ database }) => schemaOf(store, database),
    tableDetails: ({ database, table }) => tableInfo(store.table(table, database)),
    viewDetails: ({ database, view }) =>
      Object.hasOwn(store.database(database).views, view) ? { name: view, schema: null } : missing("view", view),
    schemaTypes: ({ database }) => [...store.database(database).types],
    schemaIndexes: ({ database }) =>
      store.database(database).tables.flatMap(({ name, indexes }) =>
        indexes.map((index) => ({ ...index, tableName: name }))
      ),
    schemaForeignKeys: ({ database }) =>
      store.database(database).tables.flatMap(({ name, foreignKeys }) =>
        foreignKeys.map((key) => ({ ...key, tableName: name }))
      ),
  };
}

function relational(store: Store, databases: { name: string; isCurrent: boolean }[]): DataStructure {
  const schemas = [schemaOf(store, store.current)];
  return { type: "Relational", databases, currentDatabase: store.current, schemas, tables: [], views: [] };
}

function schemaOf(store: Store, name: string): DbSchemaInfo {
  const { tables, views, types } = store.database(name);
  return {
    name,
    tables: tables.map(tableInfo),
    views: Object.keys(views).map((view) => ({ name: view, schema: null })),
    customTypes: [...types],
  };
}

/** A table with everything except its indexes, which cannot be sent (H3). */
function tableInfo({ name, columns, foreignKeys, constraints }: Table): TableInfo {
  return {
    name,
    schema: null,
    columns: columns.map(({ name, type, nullable, primaryKey, defaultValue, enumValues }) => ({
      name,
      typeName: type,
      nullable,
      isPrimaryKey: primaryKey,
      defaultValue,
      enumValues,
    })),
    indexes: null,
    foreignKeys: [...foreignKeys],
    constraints: [...constraints],
    sampleFields: null,
    presentation: "DataGrid",
    childItems: null,
    storageHints: null,
  };
}
