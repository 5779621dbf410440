/**
 * Generated statements: those that SQLite keeps as text, and those of every SQL database.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import { commonGenerators, type Generator, tableFromInfo } from "@fluxwire/sql";
import type { Database } from "./database.ts";
import { definitionOf, partsOf } from "./definitions.ts";
import { SQLITE } from "./dialect.ts";
import type { SqliteRelation } from "./relation.ts";

/** The generators, in the order of the menu. */
export function generatorsOf(database: Database): readonly Generator<SqliteRelation>[] {
  const definition: Generator<SqliteRelation>["generate"] = async ({ relation, context }) => {
    const text = await definitionOf(database, relation, context);
    if (text !== null) return `${text};`;
    throw new DriverError("Driver", "Cannot generate a definition: SQLite keeps none of its own tables");
  };
  const parts = (type: "index" | "trigger", none: string): Generator<SqliteRelation>["generate"] => {
    return async ({ relation, context }) => {
      const texts = await partsOf(database, relation, type, context);
      return texts.length === 0 ? none : texts.map((text) => `${text};`).join("\n\n");
    };
  };
  return [
    ...commonGenerators(SQLITE),
    {
      id: "create_table",
      label: "CREATE TABLE",
      scope: "Table",
      generate: definition,
      fromInfo: (table) => tableFromInfo(table, SQLITE),
    },
    { id: "create_indexes", label: "CREATE INDEX", scope: "Table", generate: parts("index", "-- It has no indexes") },
    { id: "create_view", label: "CREATE VIEW", scope: "View", generate: definition },
    {
      id: "create_triggers",
      label: "CREATE TRIGGER",
      scope: "TableOrView",
      generate: parts("trigger", "-- It has no triggers"),
    },
  ];
}
