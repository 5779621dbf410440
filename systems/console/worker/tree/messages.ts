/**
 * What the page asks its worker about schemas.
 *
 * @module
 */

/** A question about a schema, which the page names by a number of its own. */
export type TreeAsk =
  | ({ readonly op: "tree-open"; readonly id: number; readonly strategy: string } & Payload)
  | { readonly op: "tree-close"; readonly id: number }
  | { readonly op: "tree-rows"; readonly id: number; readonly from: number; readonly count: number }
  | { readonly op: "tree-toggle"; readonly id: number; readonly node: number }
  | ({ readonly op: "tree-fill"; readonly id: number; readonly node: number } & Payload)
  | { readonly op: "tree-filter"; readonly id: number; readonly text: string }
  | ({ readonly op: "plain" } & Payload);

/** An answer of the driver. */
export interface Payload {
  /** Its bytes. */
  readonly payload: ArrayBuffer;
  /** The layout that it is in. */
  readonly layout: string;
}

/** The answer to each question. */
export interface TreeAnswers {
  /** How many rows there are, and why there is nothing to open. */
  readonly "tree-open": { readonly count: number; readonly empty: string | null };
  /** Nothing. */
  readonly "tree-close": null;
  /** The rows. */
  readonly "tree-rows": readonly TreeRow[];
  /** How many rows there are, and what must be asked before the node has its children; null for nothing. */
  readonly "tree-toggle": { readonly count: number; readonly load: TreeLoad | null };
  /** How many rows there are. */
  readonly "tree-fill": number;
  /** How many rows there are. */
  readonly "tree-filter": number;
  /** A message without cells as exact JSON. */
  readonly plain: unknown;
}

/** A request that gives the children of a node. */
export interface TreeLoad {
  /** The request's name. */
  readonly method: string;
  /** Its members. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Where a node stands: what requests need of its parents. */
export interface NodeNames {
  /** The database; empty for the current one. */
  readonly database: string;
  /** The schema; null outside of schemas. */
  readonly schema: string | null;
}

/** A row of the tree. */
export interface TreeRow {
  /** The node's number. */
  readonly node: number;
  /** How deep it is, from 1. */
  readonly level: number;
  /** What it is: `table`, `column` and so on. */
  readonly kind: string;
  /** Its name. */
  readonly name: string;
  /** More about it; empty for nothing. */
  readonly detail: string;
  /** Whether its children are shown; null for a node that has none. */
  readonly isOpen: boolean | null;
  /** Its place among its siblings, from 1, and how many they are. */
  readonly place: number;
  /** How many siblings there are, itself included. */
  readonly of: number;
  /** Where it stands. */
  readonly names: NodeNames;
}
