/**
 * The schemas that the page looks at.
 *
 * @module
 */
import type { TreeAnswers, TreeAsk } from "./messages.ts";
import { OpenTree } from "./open_tree.ts";
import { bodyOf, seedsOfAnswer, seedsOfSchema } from "./seeds.ts";

/** The trees, by the page's numbers. */
export class Trees {
  readonly #trees = new Map<number, OpenTree>();

  /** @throws {Error} For a payload that cannot be read, and a tree that was closed. */
  answer(ask: TreeAsk): TreeAnswers[TreeAsk["op"]] {
    if (ask.op === "plain") return plain(bodyOf(ask));
    if (ask.op === "tree-open") {
      const { seeds, empty } = seedsOfSchema(bodyOf(ask), ask.strategy), tree = new OpenTree(seeds);
      this.#trees.set(ask.id, tree);
      return { count: tree.count, empty };
    }
    if (ask.op === "tree-close") {
      this.#trees.delete(ask.id);
      return null;
    }
    const tree = this.#trees.get(ask.id);
    if (tree === undefined) throw new RangeError("The schema is closed");
    if (ask.op === "tree-rows") return tree.rows(ask.from, ask.count);
    if (ask.op === "tree-toggle") {
      const load = tree.toggle(ask.node);
      return { count: tree.count, load };
    }
    if (ask.op === "tree-fill") tree.fill(ask.node, seedsOfAnswer(bodyOf(ask), tree.namesOf(ask.node)));
    else tree.filter(ask.text);
    return tree.count;
  }
}

/** A message without cells as JSON; its bigints are decimal texts, as exact JSON has them. */
function plain(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body, (_, value) => typeof value === "bigint" ? String(value) : value));
}
