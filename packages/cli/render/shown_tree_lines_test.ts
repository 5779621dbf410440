import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { type DataStructure, shownTree } from "@fluxwire/wire";
import { treeLines, treeSummary } from "./shown_tree_lines.ts";

function relational(names: readonly string[], schemas = ["main"]): DataStructure {
  const tables = names.map((name) => ({ name }));
  const infos = schemas.map((name) => ({ name, tables, views: [{ name: "rocky" }] }));
  return { type: "Relational", databases: [], schemas: infos, tables: [], views: [] };
}

Deno.test("treeLines() shows one node per line, with counts, and dots for what is loaded when it is opened", () => {
  deepStrictEqual(treeLines(shownTree(relational(["planets"]))), [
    "main",
    "  Tables (1)",
    "    planets",
    "  Views (1)",
    "    rocky",
    "  Data Types ...",
    "  Indexes ...",
    "  Foreign Keys ...",
  ]);
});

Deno.test("treeLines() shows the first of many tables, and how many more there are", () => {
  const lines = treeLines(shownTree(relational(Array.from({ length: 1_000 }, (_, i) => `t${i}`))));
  deepStrictEqual(lines.slice(1, 3), ["  Tables (1000)", "    t0"]);
  strictEqual(lines[22], "    and 980 more");
});

Deno.test("treeLines() lets no name start a line or reach the terminal's controls", () => {
  strictEqual(treeLines(shownTree(relational(["a\nb\x1b[31m"])))[2]!.includes("\x1b"), false);
  strictEqual(treeLines(shownTree(relational(["a\nb"]))).length, 8);
});

Deno.test("treeLines() and treeSummary() report an empty tree, and its remedy", () => {
  const tree = shownTree({ type: "Relational", databases: [], schemas: [], tables: [{ name: "planets" }], views: [] });
  match(treeLines(tree).at(-1)!, /^DBFlux will show an empty tree: Put tables and views into schemas: /);
  strictEqual(treeSummary(tree), "Relational: DBFlux will show an empty tree");
});

Deno.test("treeSummary() counts what the tree has", () => {
  strictEqual(treeSummary(shownTree(relational(["a", "b"], ["x", "y"]))), "Relational, 2 schemas, 4 tables, 2 views");
  strictEqual(treeSummary(shownTree({ type: "KeyValue", keyspaces: [] })), "KeyValue, 1 keyspace");
});
