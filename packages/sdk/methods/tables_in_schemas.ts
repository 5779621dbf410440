/**
 * Moves tables and views without a schema into one: DBFlux's tree shows only the schemas of a relational answer, and
 * would silently leave the others out.
 *
 * @module
 */
import type { DataStructure, DbSchemaInfo, TableInfo, ViewInfo } from "@fluxwire/wire";

type Relational = Extract<DataStructure, { type: "Relational" }>;

/**
 * The same structure with every table and view in a schema: the one that the table names, else the one with the name of
 * the current database, else `main`. Existing schemas and their tables stay. Returned unchanged: structures of other
 * kinds, relational ones without loose tables and views, and those that lack a list (the codec reports them).
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

/** Whether all lists are present: plain JavaScript may leave some out. */
function hasLists({ databases, schemas, tables, views }: Relational): boolean {
  const inSchemas = Array.isArray(schemas) ? schemas.flatMap((schema) => [schema?.tables, schema?.views]) : [schemas];
  return [databases, tables, views, ...inSchemas].every(Array.isArray);
}

/** A copy of a schema to which missing tables and views are added. */
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

/** The schema for tables that name none. */
function nameOf({ currentDatabase, databases }: Relational): string {
  return currentDatabase || databases.find(({ isCurrent }) => isCurrent)?.name || "main";
}
