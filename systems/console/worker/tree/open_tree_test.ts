import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { OpenTree } from "./open_tree.ts";
import type { Seed } from "./seeds.ts";

const NAMES = { database: "db", schema: "main" };

function seed(kind: string, name: string, children: Seed[] | null = []): Seed {
  return { kind, name, detail: "", children, names: NAMES };
}

function shown(tree: OpenTree): string[] {
  return tree.rows(0, 100).map(({ level, name, isOpen }) =>
    `${" ".repeat(level - 1)}${isOpen === null ? "" : isOpen ? "▾" : "▸"}${name}`
  );
}

Deno.test("OpenTree opens what is alone, and asks for what a node lacks before it opens", () => {
  const tree = new OpenTree([seed("schema", "main", [seed("folder", "Tables", [seed("table", "a", null)])])]);
  deepStrictEqual(shown(tree), ["▾main", " ▾Tables", "  ▸a"]);
  deepStrictEqual(tree.toggle(2), { method: "TableDetails", data: { database: "db", schema: "main", table: "a" } });
  tree.fill(2, [seed("column", "id")]);
  deepStrictEqual(shown(tree), ["▾main", " ▾Tables", "  ▾a", "   id"]);
  strictEqual(tree.toggle(1), null);
  deepStrictEqual(shown(tree), ["▾main", " ▸Tables"]);
});

Deno.test("OpenTree shows the nodes that a filter fits, with those above them, of 100,000", () => {
  const tables = Array.from({ length: 100_000 }, (_, at) => seed("table", `table_${at}`, null));
  const tree = new OpenTree([seed("folder", "Tables", tables), seed("folder", "Views", [seed("view", "v")])]);
  strictEqual(tree.count, 2);
  tree.filter("TABLE_99999");
  deepStrictEqual(shown(tree), ["▾Tables", " ▸table_99999"]);
  tree.fill(100_000, [seed("column", "id")]);
  deepStrictEqual(shown(tree), ["▾Tables", " ▾table_99999", "  id"]);
  tree.filter("v");
  deepStrictEqual(shown(tree), ["▾Views", " v"]);
  tree.filter("");
  tree.toggle(0);
  strictEqual(tree.count, 100_003);
  deepStrictEqual(tree.rows(100_000, 1)[0]!.place, 100_000);
});
