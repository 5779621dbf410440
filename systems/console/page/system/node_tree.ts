/**
 * A system's tree as far as it is open: what is below a node is asked for when it is opened, and again when it has changed.
 *
 * @module
 */
import type { TreeNode } from "@fluxwire/console/api";
import { pageErrorOf } from "../server/api.ts";
import type { PageError } from "../server/server.ts";
import { type ReadonlySignal, type Signal, signal } from "../signals.ts";

/** A row of the tree. */
export interface NodeRow {
  /** The node. */
  readonly node: TreeNode;
  /** The node above; null for a root. */
  readonly above: string | null;
  /** For each level above and its own: whether more nodes follow there, which a line leads to. */
  readonly lines: readonly boolean[];
  /** Whether the nodes below it are shown. */
  readonly isOpen: boolean;
  /** Its place among its siblings, from 1, and how many they are. */
  readonly place: readonly [place: number, count: number];
  /** Why the nodes below it are not there; null if they are, or were not asked for. */
  readonly problem: PageError | null;
}

/** The shortest time between two times that it asks for all that is open, in milliseconds: values may change all the time. */
const PAUSE_MS = 250;
/** How many levels are open at first. */
const OPEN_LEVELS = 3;

/** The tree of one source. */
export class NodeTree {
  readonly #ask: (under: string | null) => Promise<readonly TreeNode[]>;
  readonly #below = new Map<string | null, readonly TreeNode[]>();
  readonly #problems = new Map<string | null, PageError>();
  readonly #open = new Set<string>();
  readonly #shut = new Set<string>();
  readonly #rows: Signal<readonly NodeRow[]> = signal([]);
  readonly #problem: Signal<PageError | null> = signal(null);
  readonly #isLoaded: Signal<boolean> = signal(false);
  #loading: Promise<void> | null = null;
  #isDirty = false;

  /** @param ask Gives the nodes below one; null for the roots. */
  constructor(ask: (under: string | null) => Promise<readonly TreeNode[]>) {
    this.#ask = ask;
  }

  /** The rows, from the top. */
  get rows(): ReadonlySignal<readonly NodeRow[]> {
    return this.#rows;
  }

  /** Why there are no roots; null if there are. */
  get problem(): ReadonlySignal<PageError | null> {
    return this.#problem;
  }

  /** Whether the roots were asked for, and have come or failed. */
  get isLoaded(): ReadonlySignal<boolean> {
    return this.#isLoaded;
  }

  /** Asks for all that is open. What comes while it asks is asked for once more. */
  load(): Promise<void> {
    if (this.#loading !== null) this.#isDirty = true;
    return this.#loading ??= this.#loadAll();
  }

  /** Shows what is below a node. */
  async open(id: string): Promise<void> {
    this.#open.add(id);
    this.#shut.delete(id);
    if (!this.#below.has(id)) await this.#loadBelow(id);
    this.#draw();
  }

  /** Hides what is below a node. */
  shut(id: string): void {
    this.#open.delete(id);
    this.#shut.add(id);
    this.#draw();
  }

  async #loadAll(): Promise<void> {
    for (let isAgain = false; !isAgain || this.#isDirty; isAgain = true) {
      if (isAgain) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      this.#isDirty = false;
      await this.#loadBelow(null);
      await this.#loadOpen(this.#below.get(null) ?? [], 1);
      this.#problem.value = this.#problems.get(null) ?? null;
      this.#isLoaded.value = true;
      this.#draw();
    }
    // In the step that has found nothing more to ask for: what comes after it begins anew.
    this.#loading = null;
  }

  async #loadOpen(nodes: readonly TreeNode[], level: number): Promise<void> {
    await Promise.all(nodes.map(async ({ id, hasChildren }) => {
      if (!hasChildren) return void this.#below.delete(id);
      if (level < OPEN_LEVELS && !this.#shut.has(id)) this.#open.add(id);
      if (!this.#open.has(id)) return;
      await this.#loadBelow(id);
      await this.#loadOpen(this.#below.get(id) ?? [], level + 1);
    }));
  }

  async #loadBelow(id: string | null): Promise<void> {
    try {
      this.#below.set(id, await this.#ask(id));
      this.#problems.delete(id);
    } catch (error) {
      this.#problems.set(id, pageErrorOf(error));
    }
  }

  #draw(): void {
    const rows: NodeRow[] = [];
    const add = (nodes: readonly TreeNode[], above: string | null, lines: readonly boolean[]): void => {
      for (const [index, node] of nodes.entries()) {
        const isOpen = node.hasChildren && this.#open.has(node.id), own = [...lines, index < nodes.length - 1];
        const problem = this.#problems.get(node.id) ?? null, place = [index + 1, nodes.length] as const;
        rows.push({ node, above, lines: own, isOpen, place, problem });
        if (isOpen) add(this.#below.get(node.id) ?? [], node.id, own);
      }
    };
    add(this.#below.get(null) ?? [], null, []);
    this.#rows.value = rows;
  }
}
