/**
 * Tables and views outside of schemas, moved into one: DBFlux's tree reads a relational answer's schemas alone, so they
 * would connect without an error and not be shown.
 *
 * @module
 */
import type { DataStructure, DbSchemaInfo, TableInfo, ViewInfo } from "@fluxwire/wire";

type Relational = Extract<DataStructure, { type: "Relational" }>;

/**
 * The same structure with every table and view in a schema: that which the table names, else the one named like the
 * current database, else `main`. Schemas that are there stay, and so do the tables that they list. Other kinds of
 * structures, and relational ones without loose tables and views, are given back as they are.
 */
export function tablesInSchemas(structure: DataStructure): DataStructure {
  if (structure.type !== "Relational") return structure;
  const { tables, views } = structure;
  if (tables.length + views.length === 0) return structure;
  const schemas = new Map(structure.schemas.map((schema) => [schema.name, new GrowingSchema(schema)]));
  const unnamed = nameOf(structure);
  const schemaOf = ({ schema }: TableInfo | ViewInfo): GrowingSchema => {
    const name = schema ?? unnamed;
    const known = schemas.get(name) ?? new GrowingSchema({ name, tables: [], views: [] });
    schemas.set(name, known);
    return known;
  };
  for (const table of tables) schemaOf(table).addTable(table);
  for (const view of views) schemaOf(view).addView(view);
  return { ...structure, schemas: Array.from(schemas.values(), ({ info }) => info), tables: [], views: [] };
}

/** A copy of a schema, which takes what it does not list yet. */
class GrowingSchema {
  readonly info: DbSchemaInfo;
  readonly #tables: Set<string>;
  readonly #views: Set<string>;

  constructor(schema: DbSchemaInfo) {
    this.info = { ...schema, tables: [...schema.tables], views: [...schema.views] };
    this.#tables = new Set(schema.tables.map(({ name }) => name));
    this.#views = new Set(schema.views.map(({ name }) => name));
  }

  addTable(table: TableInfo): void {
    if (!this.#tables.has(table.name)) this.info.tables.push(table);
    this.#tables.add(table.name);
  }

  addView(view: ViewInfo): void {
    if (!this.#views.has(view.name)) this.info.views.push(view);
    this.#views.add(view.name);
  }
}

/** The name of a schema for tables that name none. */
function nameOf({ currentDatabase, databases }: Relational): string {
  return currentDatabase || databases.find(({ isCurrent }) => isCurrent)?.name || "main";
}
