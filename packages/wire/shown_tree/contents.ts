/**
 * The nodes that DBFlux's tree shows below a database. DBFlux reads only the members named here.
 *
 * @module
 */
import type { DataStructure, DbSchemaInfo } from "../dto.ts";
import { folder, loadedOnOpen, node, type ShownNode } from "./node.ts";

/**
 * The nodes below the current database.
 *
 * @param database Its name; null if the answer lists no databases.
 */
export function contentsOf(structure: DataStructure, database: string | null): ShownNode[] {
  switch (structure.type) {
    case "Relational":
      return structure.schemas.map((schema) => node("schema", schema.name, schemaContents(schema)));
    case "Document": {
      if (database === null) return [];
      const own = structure.collections.filter((collection) => (collection.database ?? database) === database);
      return folder("Collections", "collection", own);
    }
    case "TimeSeries":
      return database === null ? [] : folder("Measurements", "measurement", structure.measurements);
    default:
      return [];
  }
}

function schemaContents({ tables, views, customTypes }: DbSchemaInfo): ShownNode[] {
  return [
    ...folder("Tables", "table", tables),
    ...folder("Views", "view", views),
    typesOf(customTypes),
    loadedOnOpen("folder", "Indexes"),
    loadedOnOpen("folder", "Foreign Keys"),
  ];
}

/** The folder of data types, which DBFlux shows even if it is empty, with the count 0. */
function typesOf(types: DbSchemaInfo["customTypes"]): ShownNode {
  if (types == null) return loadedOnOpen("folder", "Data Types");
  const children = types.map(({ name }) => node("type", name));
  return { kind: "folder", name: "Data Types", count: children.length, isLoadedOnOpen: false, children };
}
