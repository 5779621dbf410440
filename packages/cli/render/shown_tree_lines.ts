/**
 * DBFlux's tree as lines of text.
 *
 * @module
 */
import type { ShownNode, ShownTree } from "@fluxwire/wire";
import { counted, oneLine } from "@fluxwire/command";

/** How many nodes of a folder are shown. */
const MAX_CHILDREN = 20;

/** The tree, one node per line; three dots stand for what DBFlux requests when the node is opened. */
export function treeLines({ nodes, empty }: ShownTree): string[] {
  return empty === null ? nodeLines(nodes, "") : [...nodeLines(nodes, ""), `${EMPTY_TREE}: ${empty.remedy}`];
}

/** The warning for a tree in which nothing can be opened. */
export const EMPTY_TREE = "DBFlux will show an empty tree";

/** The kind of answer, with the number of each kind of node, or the warning for an empty tree. */
export function treeSummary({ structure, nodes, empty }: ShownTree): string {
  if (empty !== null) return `${structure}: ${EMPTY_TREE}`;
  const counts = new Map<string, number>();
  count(nodes, counts);
  return [structure, ...Array.from(counts, ([kind, n]) => counted(n, kind))].join(", ");
}

function count(nodes: readonly ShownNode[], counts: Map<string, number>): void {
  for (const { kind, children } of nodes) {
    if (kind !== "folder") counts.set(kind, (counts.get(kind) ?? 0) + 1);
    count(children, counts);
  }
}

function nodeLines(nodes: readonly ShownNode[], indent: string): string[] {
  const lines = nodes.slice(0, MAX_CHILDREN).flatMap((node) => [
    `${indent}${nodeText(node)}`,
    ...nodeLines(node.children, `${indent}  `),
  ]);
  const more = nodes.length - MAX_CHILDREN;
  return more > 0 ? [...lines, `${indent}and ${more} more`] : lines;
}

function nodeText({ name, count, isLoadedOnOpen }: ShownNode): string {
  const suffix = count === null ? "" : ` (${count})`;
  return `${oneLine(name)}${suffix}${isLoadedOnOpen ? " ..." : ""}`;
}
