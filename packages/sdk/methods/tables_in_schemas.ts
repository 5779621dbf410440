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
 * structures, relational ones without loose tables and views, and those that lack a list, which the codec names, are given
 * back as they are.
 */
export function tablesInSchemas(structure: DataStructure): DataStructure {
  if (structure?.type !== "Relational" || !hasLists(structure)) return structure;
  const { tables, views } = structure;
  if (tables.length + views.length === 0) return structure;
  const schemas = structure.schemas.map((schema) => new GrowingSchema(schema));
  const byName = new Map(schemas.map((schema) => [schema.info.name, schema]));
  const unnamed = nameOf(structure);
  const schemaOf = ({ schema }: TableInfo | ViewInfo): GrowingSchema => {
    const name = schema ?? unnamed;
    const known = byName.get(name);
    if (known !== undefined) return known;
    const added = new GrowingSchema({ name, tables: [], views: [] });
    schemas.push(added);
    byName.set(name, added);
    return added;
  };
  for (const table of tables) schemaOf(table).addTable(table);
  for (const view of views) schemaOf(view).addView(view);
  return { ...structure, schemas: schemas.map(({ info }) => info), tables: [], views: [] };
}

/** Whether nothing is missing that the type asks for: plain JavaScript may leave it out. */
function hasLists({ databases, schemas, tables, views }: Relational): boolean {
  const inSchemas = Array.isArray(schemas) ? schemas.flatMap((schema) => [schema?.tables, schema?.views]) : [schemas];
  return [databases, tables, views, ...inSchemas].every(Array.isArray);
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
