import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { TreeNode } from "@fluxwire/console/api";
import { NodeTree } from "./node_tree.ts";

/** A node, which has nodes below it if its id ends in a slash. */
function node(id: string): TreeNode {
  const more = { kind: "device", hasRows: false, state: null, problem: null, facts: [] };
  return { id, title: id, hasChildren: id.endsWith("/"), ...more };
}

/** A tree of ids by what they stand below, and what it was asked. */
function treeOf(below: Record<string, string[]>): { tree: NodeTree; asked: string[] } {
  const asked: string[] = [];
  const tree = new NodeTree((under) => {
    asked.push(under ?? "");
    const ids = below[under ?? ""];
    return ids === undefined ? Promise.reject(new Error("It is away")) : Promise.resolve(ids.map(node));
  });
  return { tree, asked };
}

/** Its rows: an id, and for each level whether a line goes on. */
function shown({ rows: { value } }: NodeTree): string[] {
  return value.map(({ node: { id }, lines }) => `${lines.map((goesOn) => goesOn ? "|" : ".").join("")} ${id}`);
}

Deno.test("NodeTree opens two levels at first, and asks for others when they are opened", async () => {
  const { tree, asked } = treeOf({ "": ["a/", "z"], "a/": ["a/b/", "a/x"], "a/b/": ["a/b/c/"], "a/b/c/": ["a/b/c/d"] });
  await tree.load();
  deepStrictEqual(shown(tree), ["| a/", "|| a/b/", "||. a/b/c/", "|. a/x", ". z"]);
  deepStrictEqual(asked, ["", "a/", "a/b/"]);
  await tree.open("a/b/c/");
  deepStrictEqual(shown(tree).slice(2, 4), ["||. a/b/c/", "||.. a/b/c/d"]);
  tree.shut("a/");
  deepStrictEqual(shown(tree), ["| a/", ". z"]);
  await tree.load();
  deepStrictEqual(shown(tree), ["| a/", ". z"]);
  await tree.open("a/");
  strictEqual(tree.rows.value.length, 6);
});

Deno.test("NodeTree says why nodes are missing, keeps what was there, and asks once more for what came while it asked", async () => {
  const below: Record<string, string[]> = { "": ["a/"], "a/": ["a/x"] }, { tree, asked } = treeOf(below);
  await Promise.all([tree.load(), tree.load(), tree.load()]);
  deepStrictEqual(asked, ["", "a/", "", "a/"]);
  delete below["a/"];
  await tree.load();
  deepStrictEqual([tree.rows.value[0]!.problem?.message, tree.problem.value], ["It is away", null]);
  delete below[""];
  await tree.load();
  strictEqual(tree.problem.value?.message, "It is away");
  deepStrictEqual(shown(tree), [". a/", ".. a/x"]);
});

Deno.test("NodeTree asks again for what comes between its last row and the end of its loading", async () => {
  let asked = 0;
  const again = Promise.withResolvers<void>();
  const tree = new NodeTree(() => {
    if (++asked === 2) again.resolve();
    return Promise.resolve([]);
  });
  const first = Promise.withResolvers<void>();
  tree.isLoaded.subscribe((isLoaded) => isLoaded && queueMicrotask(() => first.resolve(tree.load())));
  await tree.load();
  await first.promise;
  await again.promise;
  strictEqual(asked, 2);
});
