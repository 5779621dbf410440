/**
 * The nodes of DBFlux's tree, as far as a schema answer decides them.
 *
 * @module
 */

/** What a node of the tree stands for. */
export type ShownKind =
  | "database"
  | "keyspace"
  | "schema"
  /** A heading such as "Tables": its count stands behind its name. */
  | "folder"
  | "table"
  | "view"
  | "type"
  | "collection"
  | "measurement";

/** A node of DBFlux's tree. */
export interface ShownNode {
  /** What it stands for. */
  kind: ShownKind;
  /** Its label, without a count. */
  name: string;
  /** How many children a folder says it has; null for other nodes, and for a folder that is loaded when it is opened. */
  count: number | null;
  /** Whether its children come from another request, sent when it is opened. */
  isLoadedOnOpen: boolean;
  /** What stands below it. */
  children: ShownNode[];
}

/** A node with its children. */
export function node(kind: ShownKind, name: string, children: ShownNode[] = []): ShownNode {
  return { kind, name, count: null, isLoadedOnOpen: false, children };
}

/** A node whose children are asked for when it is opened. */
export function loadedOnOpen(kind: ShownKind, name: string): ShownNode {
  return { kind, name, count: null, isLoadedOnOpen: true, children: [] };
}

/** A folder of things by their names; none where there are no things. */
export function folder(name: string, kind: ShownKind, things: readonly { name: string }[]): ShownNode[] {
  if (things.length === 0) return [];
  const children = things.map((thing) => node(kind, thing.name));
  return [{ kind: "folder", name, count: children.length, isLoadedOnOpen: false, children }];
}
