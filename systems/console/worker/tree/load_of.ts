/**
 * What a node of a schema's tree asks for when it is opened, as DBFlux does.
 *
 * @module
 */
import type { TreeLoad } from "./messages.ts";
import type { Seed } from "./seeds.ts";

/** How many keys of a keyspace are asked for, as DBFlux does. */
const KEYS = 100;

/** The request; null for a node whose children are not known. */
export function loadOf({ kind, name, names: { database, schema } }: Omit<Seed, "children">): TreeLoad | null {
  switch (kind) {
    case "table":
    case "collection":
    case "measurement":
      return { method: "TableDetails", data: { database, schema, table: name } };
    case "database":
      return { method: "SchemaForDatabase", data: { database: name } };
    case "keyspace":
      return { method: "KvScanKeys", data: { request: { limit: KEYS, keyspace: Number(name.replace("db", "")) } } };
    case "folder": {
      const method = FOLDERS[name];
      return method === undefined ? null : { method, data: { database, schema } };
    }
    default:
      return null;
  }
}

const FOLDERS: Readonly<Record<string, string>> = {
  Indexes: "SchemaIndexes",
  "Foreign Keys": "SchemaForeignKeys",
  "Data Types": "SchemaTypes",
};
