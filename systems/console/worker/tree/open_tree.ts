/**
 * A tree of any number of nodes, as the list of those that are shown.
 *
 * @module
 */
import { loadOf } from "./load_of.ts";
import type { NodeNames, TreeLoad, TreeRow } from "./messages.ts";
import type { Seed } from "./seeds.ts";

interface Node extends Omit<Seed, "children"> {
  readonly number: number;
  readonly level: number;
  readonly place: number;
  readonly of: number;
  children: Node[] | null;
  isOpen: boolean;
}

/** The tree. */
export class OpenTree {
  readonly #nodes: Node[] = [];
  readonly #roots: Node[];
  #shown: Node[] = [];
  #filter = "";

  /** A single node on top is open from the start, and so is what it alone contains. */
  constructor(seeds: readonly Seed[]) {
    this.#roots = this.#grown(seeds, 1);
    for (let only = this.#roots; only.length === 1; only = only[0]!.children ?? []) {
      if (only[0]!.children !== null) only[0]!.isOpen = true;
    }
    this.#show();
  }

  /** How many rows are shown. */
  get count(): number {
    return this.#shown.length;
  }

  /** Rows by their places. */
  rows(from: number, count: number): TreeRow[] {
    return this.#shown.slice(from, from + count).map((node, at) => {
      const { number, level, kind, name, detail, place, of, names, children } = node;
      const isLeaf = children === null ? loadOf(node) === null : children.length === 0;
      const isOpen = isLeaf ? null : (this.#shown[from + at + 1]?.level ?? 0) > level;
      return { node: number, level, kind, name, detail, place, of, names, isOpen };
    });
  }

  /** Opens or closes a node. @returns What must be asked first; null if the node has its children. */
  toggle(number: number): TreeLoad | null {
    const node = this.#nodes[number]!;
    if (node.children === null) return loadOf(node);
    node.isOpen = !node.isOpen;
    this.#show();
    return null;
  }

  /** Where a node stands. */
  namesOf(number: number): NodeNames {
    return this.#nodes[number]!.names;
  }

  /** Gives a node its children, and opens it. */
  fill(number: number, seeds: readonly Seed[]): void {
    const node = this.#nodes[number]!;
    node.children = this.#grown(seeds, node.level + 1);
    node.isOpen = true;
    this.#show();
  }

  /** Shows the nodes whose names have a text, with those above them; all open ones for an empty text. */
  filter(text: string): void {
    this.#filter = text.toLowerCase();
    this.#show();
  }

  #grown(seeds: readonly Seed[], level: number): Node[] {
    return seeds.map(({ children, ...seed }, at) => {
      const number = this.#nodes.length;
      const node: Node = { ...seed, number, level, place: at + 1, of: seeds.length, children: null, isOpen: false };
      this.#nodes.push(node);
      node.children = children === null ? null : this.#grown(children, level + 1);
      return node;
    });
  }

  #show(): void {
    this.#shown = [];
    for (const root of this.#roots) this.#filter === "" ? this.#add(root) : this.#addFitting(root);
  }

  #add(node: Node): void {
    this.#shown.push(node);
    if (node.isOpen) { for (const child of node.children ?? []) this.#add(child); }
  }

  /** Adds a node that fits, or that has one below. @returns Whether it was added. */
  #addFitting(node: Node): boolean {
    const at = this.#shown.length;
    this.#shown.push(node);
    let isAny = node.kind !== "folder" && node.name.toLowerCase().includes(this.#filter);
    // What was opened of a node that fits stays in sight.
    if (isAny && node.isOpen) { for (const child of node.children ?? []) this.#add(child); }
    else for (const child of node.children ?? []) isAny = this.#addFitting(child) || isAny;
    if (!isAny) this.#shown.length = at;
    return isAny;
  }
}
