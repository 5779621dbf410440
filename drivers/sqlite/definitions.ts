/**
 * Generated statements: those that SQLite keeps as text, and those of every SQL database.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import {
  type CatalogRead,
  commonGenerators,
  definitionGenerators,
  type Generator,
  type GeneratorTarget,
  name,
  script,
  type Sql,
  sql,
  statementsOf,
} from "@fluxwire/sql";
import { SQLITE } from "./dialect.ts";

/** The table or view of a call. */
type Target = Pick<GeneratorTarget, "relation" | "context">;

/** The statement that created a table or view; none for SQLite's own tables. */
export function definition(read: CatalogRead, target: Target): Promise<string[]> {
  return select(read, target, sql`name = ${target.relation.name} COLLATE NOCASE AND type IN ('table', 'view')`);
}

/** The generators, in the order of the menu. */
export function generatorsOf(read: CatalogRead): readonly Generator[] {
  const [createTable, createView] = definitionGenerators(SQLITE, async (target) => {
    const texts = await definition(read, target);
    if (texts.length > 0) return script(texts);
    throw new DriverError("Driver", "Cannot generate a definition: SQLite keeps none of its own tables");
  });
  /** The indexes or triggers of a table or view; indexes of constraints have no statement. */
  const parts = (type: "index" | "trigger", none: string): Generator["generate"] => async (target) => {
    const texts = await select(read, target, sql`tbl_name = ${target.relation.name} COLLATE NOCASE AND type = ${type}`);
    return texts.length === 0 ? none : script(texts);
  };
  return [
    ...commonGenerators(SQLITE),
    createTable!,
    { id: "create_indexes", label: "CREATE INDEX", scope: "Table", generate: parts("index", "-- It has no indexes") },
    createView!,
    {
      id: "create_triggers",
      label: "CREATE TRIGGER",
      scope: "TableOrView",
      generate: parts("trigger", "-- It has no triggers"),
    },
  ];
}

/** The statements that SQLite keeps of objects. */
function select(read: CatalogRead, target: Target, condition: Sql): Promise<string[]> {
  const from = name(target.relation.schema!, "sqlite_schema");
  const query = sql`SELECT sql FROM ${from} WHERE ${condition} AND sql IS NOT NULL ORDER BY name`;
  return statementsOf(read, target, [query]);
}
