/**
 * The tree in DBFlux's sidebar for a schema answer, as releases 0.5.6 to 0.7.7 show it.
 *
 * @module
 */
import type { DatabaseInfo, DataStructure, SchemaLoadingStrategy } from "../dto.ts";
import { contentsOf } from "./contents.ts";
import { type EmptyTree, emptyTree } from "./empty_tree.ts";
import { loadedOnOpen, node, type ShownNode } from "./node.ts";

/** Options that affect the tree. */
export interface ShownTreeOptions {
  /**
   * How the session loads schemas, from SessionOpened.
   *
   * @default {"SingleDatabase"}
   */
  schemaLoadingStrategy?: SchemaLoadingStrategy;
}

/** A connection's tree. */
export interface ShownTree {
  /** The kind of structure in the answer. */
  structure: DataStructure["type"];
  /** The nodes below the connection. */
  nodes: ShownNode[];
  /** Why nothing below the connection can be opened; null if something can. */
  empty: EmptyTree | null;
}

/**
 * The tree that DBFlux builds from the answer to Schema.
 *
 * It lacks members that DBFlux does not read, such as `tables` and `views` beside `schemas`: a driver that answers only
 * these connects without an error but shows nothing. Databases without contents are nodes, but the tree is still
 * `empty`.
 *
 * @example Tables outside of schemas are not shown
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { shownTree } from "@fluxwire/wire";
 *
 * const tables = [{ name: "planets" }];
 * const outside = shownTree({ type: "Relational", databases: [], schemas: [], tables, views: [] });
 * strictEqual(outside.empty?.reason, "outside-schemas");
 * const schemas = [{ name: "main", tables, views: [] }];
 * const inside = shownTree({ type: "Relational", databases: [], schemas, tables: [], views: [] });
 * strictEqual(inside.nodes[0]?.children[0]?.count, 1);
 * ```
 */
export function shownTree(
  structure: DataStructure,
  { schemaLoadingStrategy = "SingleDatabase" }: ShownTreeOptions = {},
): ShownTree {
  const nodes = nodesOf(structure, schemaLoadingStrategy);
  const empty = nodes.some(canBeOpened) ? null : emptyTree(structure);
  return { structure: structure.type, nodes, empty };
}

function nodesOf(structure: DataStructure, strategy: SchemaLoadingStrategy): ShownNode[] {
  if (structure.type === "KeyValue") return keyspaces(structure.keyspaces.map(({ dbIndex }) => dbIndex));
  const databases = databasesOf(structure);
  if (databases.length === 0) return contentsOf(structure, null);
  if (strategy === "LazyPerDatabase") return databases.map(({ name }) => loadedOnOpen("database", name));
  const below = databases.map(({ name, isCurrent }) => isCurrent ? contentsOf(structure, name) : []);
  // A single database has no node: since 0.6 its contents are directly below the connection.
  if (databases.length === 1) return below[0]!;
  return databases.map(({ name }, i) => node("database", name, below[i]));
}

/** A key-value store always has a keyspace to open: number 0 if the answer lists none. */
function keyspaces(numbers: readonly number[]): ShownNode[] {
  return (numbers.length === 0 ? [0] : numbers).map((number) => loadedOnOpen("keyspace", `db${number}`));
}

function databasesOf(structure: DataStructure): readonly DatabaseInfo[] {
  return "databases" in structure ? structure.databases : [];
}

function canBeOpened({ kind, isLoadedOnOpen, children }: ShownNode): boolean {
  return kind !== "database" || isLoadedOnOpen || children.length > 0;
}
