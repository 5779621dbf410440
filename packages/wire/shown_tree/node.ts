/**
 * The nodes of DBFlux's tree that a schema answer determines.
 *
 * @module
 */

/** The kind of a node. */
export type ShownKind =
  | "database"
  | "keyspace"
  | "schema"
  /** A heading such as "Tables", with a count after its name. */
  | "folder"
  | "table"
  | "view"
  | "type"
  | "collection"
  | "measurement";

/** A node of DBFlux's tree. */
export interface ShownNode {
  /** Its kind. */
  kind: ShownKind;
  /** Its label, without a count. */
  name: string;
  /** The count of a folder; null for other nodes, and for a folder that is loaded when it is opened. */
  count: number | null;
  /** Whether its children come from another request, sent when it is opened. */
  isLoadedOnOpen: boolean;
  /** The nodes below it. */
  children: ShownNode[];
}

/** A node with its children. */
export function node(kind: ShownKind, name: string, children: ShownNode[] = []): ShownNode {
  return { kind, name, count: null, isLoadedOnOpen: false, children };
}

/** A node whose children are requested when it is opened. */
export function loadedOnOpen(kind: ShownKind, name: string): ShownNode {
  return { kind, name, count: null, isLoadedOnOpen: true, children: [] };
}

/** A folder of named things; an empty list without things. */
export function folder(name: string, kind: ShownKind, things: readonly { name: string }[]): ShownNode[] {
  if (things.length === 0) return [];
  const children = things.map((thing) => node(kind, thing.name));
  return [{ kind: "folder", name, count: children.length, isLoadedOnOpen: false, children }];
}
