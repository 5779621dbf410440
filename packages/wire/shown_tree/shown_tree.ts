/**
 * What the tree at DBFlux's side shows of a schema answer, as releases 0.5.6 to 0.7.7 read it.
 *
 * @module
 */
import type { DatabaseInfo, DataStructure, SchemaLoadingStrategy } from "../dto.ts";
import { contentsOf } from "./contents.ts";
import { type EmptyTree, emptyTree } from "./empty_tree.ts";
import { loadedOnOpen, node, type ShownNode } from "./node.ts";

/** What else decides about the tree. */
export interface ShownTreeOptions {
  /**
   * How the session loads schemas, as SessionOpened says.
   *
   * @default {"SingleDatabase"}
   */
  schemaLoadingStrategy?: SchemaLoadingStrategy;
}

/** A connection's tree. */
export interface ShownTree {
  /** The kind of structure that was answered. */
  structure: DataStructure["type"];
  /** What stands below the connection. */
  nodes: ShownNode[];
  /** Why nothing below the connection can be opened; null where something can. */
  empty: EmptyTree | null;
}

/**
 * The tree that DBFlux builds from the answer to Schema.
 *
 * Members that are not read, such as `tables` and `views` beside `schemas`, are not in it: a driver that answers them
 * alone connects without an error and shows nothing. Databases without contents are nodes, and still leave the tree
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
  // A database that is alone has no node of its own: since 0.6 what it holds stands right below the connection.
  if (databases.length === 1) return below[0]!;
  return databases.map(({ name }, i) => node("database", name, below[i]));
}

/** A key-value store always has a keyspace to open: number 0 where the answer has none. */
function keyspaces(numbers: readonly number[]): ShownNode[] {
  return (numbers.length === 0 ? [0] : numbers).map((number) => loadedOnOpen("keyspace", `db${number}`));
}

function databasesOf(structure: DataStructure): readonly DatabaseInfo[] {
  return "databases" in structure ? structure.databases : [];
}

function canBeOpened({ kind, isLoadedOnOpen, children }: ShownNode): boolean {
  return kind !== "database" || isLoadedOnOpen || children.length > 0;
}
